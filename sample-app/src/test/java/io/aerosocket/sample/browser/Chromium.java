package io.aerosocket.sample.browser;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless Chromium of its own, with a profile of its own.
 */
final class Chromium implements AutoCloseable {

	static final String WHAT_IS_MISSING = "a browser: chromium, chromium-browser or google-chrome on the PATH, "
			+ "or CHROMIUM_BIN";

	private static final String LISTENING = "DevTools listening on ";

	private final Process process;

	private final DevTools devTools;

	private Chromium(Process process, DevTools devTools) {
		this.process = process;
		this.devTools = devTools;
	}

	/**
	 * Looks for a browser.
	 * @return the program, or empty when none is installed
	 */
	static Optional<Path> find() {
		Stream<Path> named = Stream.ofNullable(System.getenv("CHROMIUM_BIN")).map(Path::of);
		Stream<Path> onPath = Stream.of("chromium", "chromium-browser", "google-chrome")
			.flatMap(
					(name) -> Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
						.map((folder) -> Path.of(folder, name)));
		return Stream.concat(named, onPath).filter(Files::isExecutable).findFirst();
	}

	static Chromium start(Path program) throws IOException {
		Path profile = Files.createTempDirectory(Files.createDirectories(Path.of("target", "browser")), "profile");
		Process process = new ProcessBuilder(List.of(program.toString(), "--headless", "--no-sandbox", "--disable-gpu",
				"--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
				"--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-port=0",
				"--user-data-dir=" + profile.toAbsolutePath(), "about:blank"))
			.redirectErrorStream(true)
			.start();
		CompletableFuture<URI> address = new CompletableFuture<>();
		Thread reader = new Thread(() -> read(process, address), "chromium-output");
		reader.setDaemon(true);
		reader.start();
		return new Chromium(process,
				DevTools.connect(address.orTimeout(DevTools.DEADLINE_SECONDS, TimeUnit.SECONDS).join()));
	}

	/**
	 * Opens a page in a new tab.
	 * @param url the page's address
	 * @return the tab
	 */
	Tab open(String url) {
		String target = this.devTools.run("Target.createTarget", Map.of("url", "about:blank", "newWindow", true))
			.path("targetId")
			.asString();
		String session = this.devTools.run("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
			.path("sessionId")
			.asString();
		return Tab.open(this.devTools, target, session, url);
	}

	@Override
	public void close() {
		try {
			this.devTools.run("Browser.close", Map.of());
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				kill();
			}
		}
		catch (RuntimeException ex) {
			kill();
		}
		catch (InterruptedException ex) {
			kill();
			Thread.currentThread().interrupt();
		}
		this.devTools.close();
	}

	private void kill() {
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly();
	}

	// To the end: a browser whose output nobody reads stops.
	private static void read(Process process, CompletableFuture<URI> address) {
		StringBuilder output = new StringBuilder();
		try (BufferedReader reader = process.inputReader()) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (line.startsWith(LISTENING)) {
					address.complete(URI.create(line.substring(LISTENING.length()).strip()));
				}
				else if (!address.isDone()) {
					output.append(line).append(System.lineSeparator());
				}
			}
			address.completeExceptionally(new IllegalStateException("the browser did not start: " + output));
		}
		catch (IOException ex) {
			address.completeExceptionally(new UncheckedIOException(ex));
		}
	}

}
