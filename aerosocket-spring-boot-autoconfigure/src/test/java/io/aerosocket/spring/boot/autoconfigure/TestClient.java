package io.aerosocket.spring.boot.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A WebSocket client that keeps what it receives: texts as they are, bytes in hex, and
 * {@code close 1000 reason}.
 */
public final class TestClient implements WebSocket.Listener, AutoCloseable {

	private static final int SECONDS = 10;

	private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	private final StringBuilder text = new StringBuilder();

	private final Semaphore pings = new Semaphore(0);

	private @Nullable WebSocket socket;

	private TestClient() {
	}

	public static TestClient connect(int port, String path, String... headers) {
		return connect(HttpClient.newHttpClient(), URI.create("ws://localhost:" + port + path), headers);
	}

	static TestClient connect(HttpClient http, URI uri, String... headers) {
		TestClient client = new TestClient();
		WebSocket.Builder builder = http.newWebSocketBuilder();
		for (int i = 0; i < headers.length; i += 2) {
			if (headers[i].equals("Sec-WebSocket-Protocol")) {
				builder.subprotocols(headers[i + 1]);
			}
			else {
				builder.header(headers[i], headers[i + 1]);
			}
		}
		client.socket = builder.buildAsync(uri, client).orTimeout(SECONDS, TimeUnit.SECONDS).join();
		return client;
	}

	/**
	 * Asks for a WebSocket and expects to be refused.
	 * @param port the port
	 * @param path path and query
	 * @return the HTTP status
	 */
	static int statusOf(int port, String path) throws IOException {
		try {
			connect(port, path).close();
			return 101;
		}
		catch (java.util.concurrent.CompletionException ex) {
			if (ex.getCause() instanceof java.net.http.WebSocketHandshakeException refused) {
				return refused.getResponse().statusCode();
			}
			throw ex;
		}
	}

	static String get(int port, String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

	public TestClient send(String message) {
		socket().sendText(message, true).orTimeout(SECONDS, TimeUnit.SECONDS).join();
		return this;
	}

	public TestClient send(byte[] message) {
		socket().sendBinary(ByteBuffer.wrap(message), true).orTimeout(SECONDS, TimeUnit.SECONDS).join();
		return this;
	}

	public String receive() throws InterruptedException {
		String message = this.received.poll(SECONDS, TimeUnit.SECONDS);
		if (message == null) {
			throw new AssertionError("Nothing was received within " + SECONDS + " s");
		}
		return message;
	}

	void awaitPings(int number) throws InterruptedException {
		if (!this.pings.tryAcquire(number, SECONDS, TimeUnit.SECONDS)) {
			throw new AssertionError("Fewer than " + number + " Pings were received within " + SECONDS + " s");
		}
	}

	void sendClose() {
		socket().sendClose(WebSocket.NORMAL_CLOSURE, "").orTimeout(SECONDS, TimeUnit.SECONDS).join();
	}

	@Override
	public void close() {
		socket().abort();
	}

	@Override
	public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
		this.text.append(data);
		if (last) {
			this.received.add(this.text.toString());
			this.text.setLength(0);
		}
		webSocket.request(1);
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
		byte[] bytes = new byte[data.remaining()];
		data.get(bytes);
		this.received.add(HexFormat.of().formatHex(bytes));
		webSocket.request(1);
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
		this.pings.release();
		webSocket.request(1);
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
		this.received.add(("close " + statusCode + " " + reason).strip());
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public void onError(WebSocket webSocket, Throwable error) {
		this.received.add("error " + error);
	}

	private WebSocket socket() {
		if (this.socket == null) {
			throw new IllegalStateException("Not connected");
		}
		return this.socket;
	}

}
