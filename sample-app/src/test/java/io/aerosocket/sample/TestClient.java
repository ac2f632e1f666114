package io.aerosocket.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A WebSocket client that keeps what it received until a test asks for it.
 */
public final class TestClient implements WebSocket.Listener, AutoCloseable {

	private static final long DEADLINE_SECONDS = 30;

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private static final JsonMapper JSON = new JsonMapper();

	private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

	private final CompletableFuture<String> closed = new CompletableFuture<>();

	private final StringBuilder text = new StringBuilder();

	private WebSocket socket;

	private TestClient() {
	}

	public static TestClient connect(int port, String pathAndQuery) {
		TestClient client = new TestClient();
		client.socket = HTTP.newWebSocketBuilder()
			.buildAsync(URI.create("ws://localhost:" + port + pathAndQuery), client)
			.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
			.join();
		return client;
	}

	public TestClient send(String message) {
		this.socket.sendText(message, true).orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
		return this;
	}

	public TestClient send(byte[] message) {
		this.socket.sendBinary(ByteBuffer.wrap(message), true).orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
		return this;
	}

	/**
	 * Waits for the next message.
	 * @return a {@code String} or a {@code byte[]}
	 */
	public Object next() {
		try {
			Object message = this.received.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
			if (message == null) {
				throw new AssertionError("nothing received in " + DEADLINE_SECONDS + " s; closed: " + this.closed);
			}
			return message;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	public JsonNode nextJson() {
		return JSON.readTree((String) next());
	}

	/**
	 * Waits for the next message of a type, and skips others.
	 * @param type the value of the field {@code type}
	 * @return the message
	 */
	public JsonNode next(String type) {
		JsonNode message = nextJson();
		while (!message.path("type").asString().equals(type)) {
			message = nextJson();
		}
		return message;
	}

	/**
	 * Waits for the Close frame.
	 * @return its code and reason with a space between
	 */
	public String closed() {
		return this.closed.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
	}

	@Override
	public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
		this.text.append(data);
		if (last) {
			this.received.add(this.text.toString());
			this.text.setLength(0);
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
		byte[] bytes = new byte[data.remaining()];
		data.get(bytes);
		this.received.add(bytes);
		webSocket.request(1);
		return null;
	}

	@Override
	public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
		this.closed.complete((statusCode + " " + reason).strip());
		return null;
	}

	@Override
	public void onError(WebSocket webSocket, Throwable error) {
		this.closed.completeExceptionally(error);
	}

	@Override
	public void close() {
		// Fails when the server was first, which is as good.
		this.socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
			.exceptionally((failure) -> this.socket)
			.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
			.join();
	}

}
