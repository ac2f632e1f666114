package io.aerosocket.spring.boot.test.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A server that says what a test tells it to say, legal or not, and takes everything or
 * nothing.
 */
final class ScriptedServer implements WireFactory {

	private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

	private final String answer;

	private WireListener client;

	private boolean answered;

	private boolean takesNothing;

	private String events = "";

	private ScriptedServer(String answer) {
		this.answer = answer;
	}

	/**
	 * A server that accepts every handshake.
	 * @return the server
	 */
	static ScriptedServer accepting() {
		return new ScriptedServer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
				+ "Sec-WebSocket-Accept: %s\r\n\r\n");
	}

	/**
	 * A server that answers every handshake with this.
	 * @param answer the answer, where {@code %s} stands for the right key
	 * @return the server
	 */
	static ScriptedServer answering(String answer) {
		return new ScriptedServer(answer);
	}

	AeroSocketTestClient client() {
		return AeroSocketTestClient.over(this).withTimeout(Duration.ofMillis(50));
	}

	AeroSocketTestConnection connect() {
		return client().connect("/");
	}

	/**
	 * Says something.
	 * @param hex bytes in hex; blanks do not matter
	 */
	void say(String hex) {
		this.client.received(HexFormat.of().parseHex(hex.replace(" ", "")));
	}

	void sayText(String text) {
		byte[] payload = text.getBytes(StandardCharsets.UTF_8);
		byte[] frame = new byte[2 + payload.length];
		frame[0] = (byte) 0x81;
		frame[1] = (byte) payload.length;
		System.arraycopy(payload, 0, frame, 2, payload.length);
		this.client.received(frame);
	}

	void hangUp() {
		this.client.ended(null);
	}

	void breakDown() {
		this.client.ended(new IOException("Connection reset"));
	}

	void takeNothingMore() {
		this.takesNothing = true;
	}

	/**
	 * Returns what the client did besides writing.
	 * @return names of what it called
	 */
	String events() {
		return this.events;
	}

	/**
	 * Returns what the client wrote behind its handshake.
	 * @return the bytes
	 */
	byte[] taken() {
		String all = this.taken.toString(StandardCharsets.ISO_8859_1);
		return all.substring(all.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
	}

	String head() {
		String all = this.taken.toString(StandardCharsets.ISO_8859_1);
		return all.substring(0, all.indexOf("\r\n\r\n") + 2);
	}

	@Override
	public Wire connect(Duration timeout, int receiveBuffer) {
		return new ScriptedWire();
	}

	@Override
	public String authority() {
		return "test";
	}

	@Override
	public boolean isSecure() {
		return false;
	}

	private void take(byte[] bytes) {
		this.taken.writeBytes(bytes);
		String head = this.taken.toString(StandardCharsets.ISO_8859_1);
		if (!this.answered && head.contains("\r\n\r\n")) {
			this.answered = true;
			String key = head.replaceAll("(?s).*Sec-WebSocket-Key: (\\S+)\r\n.*", "$1");
			this.client.received(String.format(this.answer, accept(key)).getBytes(StandardCharsets.ISO_8859_1));
		}
	}

	private static String accept(String key) {
		try {
			byte[] bytes = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.ISO_8859_1);
			return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The way to this server.
	 */
	private final class ScriptedWire implements Wire {

		@Override
		public void start(WireListener listener) {
			ScriptedServer.this.client = listener;
		}

		@Override
		public CompletionStage<Void> write(byte[] bytes) {
			if (ScriptedServer.this.takesNothing) {
				return new CompletableFuture<>();
			}
			take(bytes);
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public void pause() {
			ScriptedServer.this.events += "pause ";
		}

		@Override
		public void resume() {
			ScriptedServer.this.events += "resume ";
		}

		@Override
		public void hangUp() {
			ScriptedServer.this.events += "hangUp ";
		}

		@Override
		public void reset() {
			ScriptedServer.this.events += "reset ";
		}

	}

}
