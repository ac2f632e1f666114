package io.aerosocket.server;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's {@link WebSocket}.
 */
final class ForeignJdkClient extends ForeignClient implements WebSocket.Listener {

	private final StringBuilder text = new StringBuilder();

	private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

	private WebSocket webSocket;

	@Override
	void connect(URI uri, String subprotocol) throws Exception {
		this.webSocket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.subprotocols(subprotocol)
			.buildAsync(uri, this)
			.get(5, TimeUnit.SECONDS);
	}

	@Override
	String subprotocol() {
		return this.webSocket.getSubprotocol();
	}

	@Override
	void sendText(List<String> parts) {
		for (int i = 0; i < parts.size(); i++) {
			this.webSocket.sendText(parts.get(i), i == parts.size() - 1).join();
		}
	}

	@Override
	void sendBinary(byte[] data) {
		this.webSocket.sendBinary(ByteBuffer.wrap(data), true).join();
	}

	@Override
	boolean ping() {
		this.webSocket.sendPing(ByteBuffer.allocate(3)).join();
		return true;
	}

	@Override
	void close(int code, String reason) {
		this.webSocket.sendClose(code, reason).join();
	}

	@Override
	void dispose() {
		if (this.webSocket != null) {
			this.webSocket.abort();
		}
	}

	@Override
	public void onOpen(WebSocket webSocket) {
		onOpen();
		webSocket.request(Long.MAX_VALUE);
	}

	@Override
	public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
		this.text.append(data);
		if (last) {
			onMessage(this.text.toString());
			this.text.setLength(0);
		}
		return null;
	}

	@Override
	public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
		this.binary.writeBytes(bytesOf(data));
		if (last) {
			onMessage(this.binary.toByteArray());
			this.binary.reset();
		}
		return null;
	}

	@Override
	public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
		onPong();
		return null;
	}

	@Override
	public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
		onClose(statusCode, reason);
		return null;
	}

	@Override
	public void onError(WebSocket webSocket, Throwable error) {
		onError(error);
	}

}
