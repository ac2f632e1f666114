package io.aerosocket.sample.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * One page in a browser: looks, types and clicks as somebody would.
 */
final class Tab implements AutoCloseable {

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private final DevTools devTools;

	private final String target;

	private final String session;

	private final List<String> complaints = new CopyOnWriteArrayList<>();

	private Tab(DevTools devTools, String target, String session) {
		this.devTools = devTools;
		this.target = target;
		this.session = session;
	}

	static Tab open(DevTools devTools, String target, String session, String url) {
		Tab tab = new Tab(devTools, target, session);
		devTools.listen(session, tab::hear);
		tab.run("Page.enable", Map.of());
		tab.run("Runtime.enable", Map.of());
		tab.run("Log.enable", Map.of());
		tab.run("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
		tab.size(1280, 800);
		tab.go(url);
		return tab;
	}

	Tab size(int width, int height) {
		run("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
		return this;
	}

	Tab dark(boolean dark) {
		run("Emulation.setEmulatedMedia", Map.of("features",
				List.of(Map.of("name", "prefers-color-scheme", "value", (dark) ? "dark" : "light"))));
		return this;
	}

	Tab go(String url) {
		run("Page.navigate", Map.of("url", url));
		await("document.readyState === 'complete' && location.href !== 'about:blank'");
		return this;
	}

	/**
	 * Waits until something is true in the page.
	 * @param condition an expression in JavaScript
	 * @return this tab
	 */
	Tab await(String condition) {
		Awaitility.await(condition)
			.atMost(Duration.ofSeconds(DevTools.DEADLINE_SECONDS))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> evaluate("!!(" + condition + ")").asBoolean());
		return this;
	}

	Tab awaitText(String selector, String text) {
		return await("document.querySelector(" + quote(selector) + ")?.innerText.includes(" + quote(text) + ")");
	}

	JsonNode evaluate(String expression) {
		JsonNode reply = run("Runtime.evaluate",
				Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
		if (reply.has("exceptionDetails")) {
			throw new IllegalStateException(expression + ": " + reply.get("exceptionDetails"));
		}
		return reply.path("result").path("value");
	}

	int count(String selector) {
		return evaluate("document.querySelectorAll(" + quote(selector) + ").length").asInt();
	}

	String text(String selector) {
		return evaluate("document.querySelector(" + quote(selector) + ").innerText").asString();
	}

	Tab type(String selector, String text) {
		evaluate("document.querySelector(" + quote(selector) + ").focus()");
		run("Input.insertText", Map.of("text", text));
		return this;
	}

	Tab enter() {
		run("Input.dispatchKeyEvent",
				Map.of("type", "keyDown", "key", "Enter", "code", "Enter", "text", "\r", "windowsVirtualKeyCode", 13));
		run("Input.dispatchKeyEvent",
				Map.of("type", "keyUp", "key", "Enter", "code", "Enter", "windowsVirtualKeyCode", 13));
		return this;
	}

	Tab click(String selector) {
		JsonNode at = evaluate("(() => { const element = document.querySelector(" + quote(selector) + ");"
				+ " element.scrollIntoView({ block: 'nearest' }); const box = element.getBoundingClientRect();"
				+ " return [box.x + box.width / 2, box.y + box.height / 2]; })()");
		for (String type : List.of("mousePressed", "mouseReleased")) {
			run("Input.dispatchMouseEvent", Map.of("type", type, "x", at.get(0).asDouble(), "y", at.get(1).asDouble(),
					"button", "left", "clickCount", 1));
		}
		return this;
	}

	/**
	 * Keeps a picture of the page with the build's output.
	 * @param name the picture's name
	 */
	void screenshot(String name) {
		String data = run("Page.captureScreenshot", Map.of("format", "png")).path("data").asString();
		try {
			Files.createDirectories(SCREENSHOTS);
			Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(data));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns what the page complained of: errors of its scripts, and what its security
	 * policy forbade.
	 * @return the complaints
	 */
	List<String> complaints() {
		return this.complaints;
	}

	@Override
	public void close() {
		this.devTools.run("Target.closeTarget", Map.of("targetId", this.target));
	}

	private JsonNode run(String method, Map<String, ?> parameters) {
		return this.devTools.run(this.session, method, parameters);
	}

	private void hear(JsonNode event) {
		String method = event.path("method").asString();
		JsonNode entry = event.path("params").path("entry");
		if (method.equals("Runtime.exceptionThrown")) {
			this.complaints.add(event.path("params").toString());
		}
		else if (method.equals("Log.entryAdded") && entry.path("source").asString().equals("security")) {
			this.complaints.add(entry.path("text").asString());
		}
	}

	private static String quote(String text) {
		return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
	}

}
