package io.aerosocket.sample.browser;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Chrome DevTools protocol: commands and their results, and events of sessions.
 */
final class DevTools implements WebSocket.Listener, AutoCloseable {

	static final long DEADLINE_SECONDS = 30;

	private final JsonMapper json = new JsonMapper();

	private final AtomicInteger ids = new AtomicInteger();

	private final Map<Integer, CompletableFuture<JsonNode>> commands = new ConcurrentHashMap<>();

	private final Map<String, Consumer<JsonNode>> listeners = new ConcurrentHashMap<>();

	private final StringBuilder partial = new StringBuilder();

	private WebSocket socket;

	private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

	private DevTools() {
	}

	static DevTools connect(URI address) {
		DevTools devTools = new DevTools();
		devTools.socket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(address, devTools)
			.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
			.join();
		return devTools;
	}

	/**
	 * Runs a command of the browser.
	 * @param method the command's name
	 * @param parameters its parameters
	 * @return its result
	 */
	JsonNode run(String method, Map<String, ?> parameters) {
		return run("", method, parameters);
	}

	/**
	 * Runs a command of a page.
	 * @param session the page's session
	 * @param method the command's name
	 * @param parameters its parameters
	 * @return its result
	 */
	JsonNode run(String session, String method, Map<String, ?> parameters) {
		int id = this.ids.incrementAndGet();
		CompletableFuture<JsonNode> result = new CompletableFuture<>();
		this.commands.put(id, result);
		Map<String, ?> command = (session.isEmpty()) ? Map.of("id", id, "method", method, "params", parameters)
				: Map.of("id", id, "method", method, "params", parameters, "sessionId", session);
		send(this.json.writeValueAsString(command));
		JsonNode reply = result.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
		if (reply.has("error")) {
			throw new IllegalStateException(method + ": " + reply.get("error"));
		}
		return reply.path("result");
	}

	/**
	 * Listens to the events of a page.
	 * @param session the page's session
	 * @param listener called for each event, on the connection's thread
	 */
	void listen(String session, Consumer<JsonNode> listener) {
		this.listeners.put(session, listener);
	}

	@Override
	public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
		this.partial.append(data);
		if (last) {
			JsonNode message = this.json.readTree(this.partial.toString());
			this.partial.setLength(0);
			if (message.has("id")) {
				this.commands.remove(message.get("id").asInt()).complete(message);
			}
			else {
				this.listeners.getOrDefault(message.path("sessionId").asString(""), (event) -> {
				}).accept(message);
			}
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
		fail(new IllegalStateException("the browser went away: " + statusCode));
		return null;
	}

	@Override
	public void onError(WebSocket webSocket, Throwable error) {
		fail(error);
	}

	@Override
	public void close() {
		this.socket.abort();
	}

	// The client allows one send at a time.
	private synchronized void send(String text) {
		this.sending = this.sending.thenCompose((previous) -> this.socket.sendText(text, true));
	}

	private void fail(Throwable error) {
		this.commands.values().forEach((command) -> command.completeExceptionally(error));
	}

}
