package io.aerosocket.spring.handler;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionActivity;
import io.aerosocket.ConnectionClosedException;
import io.aerosocket.Handshake;
import io.aerosocket.Message;
import io.aerosocket.MessageSource;
import io.aerosocket.PreparedMessage;
import io.aerosocket.SendResult;

/**
 * A connection that notes what is sent: texts as they are, bytes in hex.
 */
final class TestConnection implements Connection {

	final List<String> sent = new ArrayList<>();

	/** What {@link #sendAsync} has not flushed, while {@link #slow}. */
	final List<CompletableFuture<Void>> unflushed = new ArrayList<>();

	final List<String> closes = new ArrayList<>();

	boolean slow;

	boolean open = true;

	private final Map<String, Object> attributes = new ConcurrentHashMap<>();

	private final Handshake handshake;

	TestConnection() {
		this(new TestHandshake());
	}

	TestConnection(Handshake handshake) {
		this.handshake = handshake;
	}

	@Override
	public ConnectionActivity activity() {
		return new ConnectionActivity(Duration.ZERO, Duration.ZERO, Duration.ZERO);
	}

	@Override
	public String id() {
		return "c1";
	}

	@Override
	public Handshake handshake() {
		return this.handshake;
	}

	@Override
	public @Nullable String subprotocol() {
		return null;
	}

	@Override
	public Map<String, Object> attributes() {
		return this.attributes;
	}

	@Override
	public boolean isOpen() {
		return this.open;
	}

	@Override
	public long queuedBytes() {
		return 0;
	}

	@Override
	public SendResult sendText(CharSequence text) {
		this.sent.add(text.toString());
		return SendResult.SENT;
	}

	@Override
	public SendResult sendBinary(ByteBuffer data) {
		this.sent.add(hex(data));
		return SendResult.SENT;
	}

	@Override
	public SendResult send(Message message) {
		this.sent.add((message instanceof Message.Text text) ? text.text() : hex(message.payload()));
		return SendResult.SENT;
	}

	@Override
	public SendResult send(PreparedMessage message) {
		this.sent.add("prepared " + hex(message.payload()));
		return SendResult.SENT;
	}

	@Override
	public CompletionStage<Void> sendAsync(Message message) {
		if (!this.open) {
			return CompletableFuture.failedFuture(new ConnectionClosedException(id()));
		}
		send(message);
		if (!this.slow) {
			return CompletableFuture.completedFuture(null);
		}
		CompletableFuture<Void> flushed = new CompletableFuture<>();
		this.unflushed.add(flushed);
		return flushed;
	}

	@Override
	public CompletionStage<Void> sendStream(MessageSource source) {
		throw new UnsupportedOperationException();
	}

	@Override
	public SendResult ping(ByteBuffer payload) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void close(CloseCode code, String reason) {
		this.open = false;
		this.closes.add(code + " " + reason);
	}

	private static String hex(ByteBuffer data) {
		byte[] bytes = new byte[data.remaining()];
		data.duplicate().get(bytes);
		return HexFormat.of().formatHex(bytes);
	}

}
