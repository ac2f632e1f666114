package io.aerosocket.internal.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.CloseReason;
import io.aerosocket.PreparedMessage;
import io.aerosocket.TrafficLogOptions;
import io.aerosocket.internal.frame.FrameMask;
import io.aerosocket.internal.frame.Opcode;
import io.aerosocket.internal.message.EncodedMessage;
import io.aerosocket.telemetry.LogGate;
import io.aerosocket.telemetry.LoggingContext;

/**
 * Writes messages to the log, those that handlers get and those that were handed to the
 * transport. There only while somebody wants it, so that without it a message costs one
 * look. On event loops.
 */
final class TrafficLog {

	private static final Logger logger = LoggerFactory.getLogger("io.aerosocket.traffic");

	private static final Logger ownLogger = LoggerFactory.getLogger(WebSocketConnection.class);

	private final LogGate failures = new LogGate();

	private final TrafficLogOptions options;

	private final TrafficPayload payloads;

	private TrafficLog(TrafficLogOptions options) {
		this.options = options;
		this.payloads = new TrafficPayload(options);
	}

	/**
	 * Makes a log.
	 * @param options what is wanted of it
	 * @return the log, or {@code null} if nothing is
	 */
	static @Nullable TrafficLog of(TrafficLogOptions options) {
		return options.enabled() ? new TrafficLog(options) : null;
	}

	void received(WebSocketConnection connection, boolean text, ByteBuffer bytes, int index, int length) {
		if (isWanted(connection, true)) {
			write(connection, "in", text ? "text" : "binary", length, () -> payload(text, bytes.slice(index, length)));
		}
	}

	void receivedPiece(WebSocketConnection connection, boolean text, boolean last, int length) {
		if (isWanted(connection, true)) {
			write(connection, "in", piece(text, last), length, () -> "");
		}
	}

	void receivedControl(WebSocketConnection connection, String kind, ByteBuffer bytes, int index, int length) {
		if (isWanted(connection, true)) {
			write(connection, "in", kind, length, () -> this.payloads.binary(bytes.slice(index, length)));
		}
	}

	void receivedClose(WebSocketConnection connection, CloseReason reason) {
		if (isWanted(connection, true)) {
			byte[] text = reason.text().getBytes(StandardCharsets.UTF_8);
			write(connection, "in", "close " + reason.code(), text.length, () -> payload(true, ByteBuffer.wrap(text)));
		}
	}

	void sent(WebSocketConnection connection, EncodedMessage message) {
		if (isWanted(connection, false)) {
			write(connection, "out", message.isText() ? "text" : "binary", message.length(),
					() -> payload(message.isText(), message.payload()));
		}
	}

	void sent(WebSocketConnection connection, PreparedMessage message) {
		if (isWanted(connection, false)) {
			write(connection, "out", message.isText() ? "text" : "binary", message.size(),
					() -> payload(message.isText(), message.payload()));
		}
	}

	/**
	 * A message is about to be sent that has waited.
	 * @param connection whom to
	 * @param message the message, which is not streamed; its frame is untouched
	 */
	void sends(WebSocketConnection connection, Outgoing message) {
		if (message.prepared() != null) {
			sent(connection, message.prepared());
		}
		else if (isWanted(connection, false)) {
			ByteBuf frame = message.frame();
			boolean text = Opcode.of(frame.getUnsignedByte(frame.readerIndex())) == Opcode.TEXT;
			boolean masked = connection.isMasking() && !message.plain();
			write(connection, "out", text ? "text" : "binary", message.payloadBytes(),
					() -> payload(text, payloadOf(frame, message.payloadBytes(), masked)));
		}
	}

	void sentPiece(WebSocketConnection connection, boolean text, boolean last, int length) {
		if (isWanted(connection, false)) {
			write(connection, "out", piece(text, last), length, () -> "");
		}
	}

	void sentControl(WebSocketConnection connection, int opcode, byte[] payload) {
		if (!isWanted(connection, false)) {
			return;
		}
		if (opcode != Opcode.CLOSE) {
			write(connection, "out", (opcode == Opcode.PING) ? "ping" : "pong", payload.length,
					() -> this.payloads.binary(ByteBuffer.wrap(payload)));
		}
		else if (payload.length < 2) {
			write(connection, "out", "close", 0, () -> "");
		}
		else {
			int code = ByteBuffer.wrap(payload).getShort() & 0xFFFF;
			write(connection, "out", "close " + code, payload.length - 2,
					() -> payload(true, ByteBuffer.wrap(payload, 2, payload.length - 2)));
		}
	}

	private boolean isWanted(WebSocketConnection connection, boolean in) {
		if (!(in ? this.options.direction().isIn() : this.options.direction().isOut()) || !logger.isInfoEnabled()) {
			return false;
		}
		return this.options.paths().isEmpty() || this.options.paths().contains(connection.handshake().pathPattern())
				|| this.options.paths().contains(connection.handshake().path());
	}

	private void write(WebSocketConnection connection, String direction, String kind, int bytes,
			Supplier<String> payload) {
		Object previous = null;
		try {
			previous = LoggingContext.enter(connection);
			logger.info("{} {} {} bytes, {} {}:{}", direction, kind, bytes, connection.id(),
					connection.handshake().path(), payload.get());
		}
		catch (RuntimeException ex) {
			// The message goes on, whatever a log makes of it.
			if (this.failures.opens()) {
				ownLogger.warn("A message could not be written to the log io.aerosocket.traffic. "
						+ "{} more since the last such line.", this.failures.leftOut(), ex);
			}
		}
		finally {
			LoggingContext.leave(previous);
		}
	}

	private String payload(boolean text, ByteBuffer bytes) {
		return text ? this.payloads.text(bytes) : this.payloads.binary(bytes);
	}

	private static ByteBuffer payloadOf(ByteBuf frame, int length, boolean masked) {
		int start = frame.writerIndex() - length;
		byte[] bytes = new byte[length];
		frame.getBytes(start, bytes);
		if (masked) {
			FrameMask.apply(ByteBuffer.wrap(bytes), 0, length, frame.getInt(start - Integer.BYTES));
		}
		return ByteBuffer.wrap(bytes);
	}

	private static String piece(boolean text, boolean last) {
		return (text ? "piece of a text," : "piece of a binary message,") + (last ? " the last," : "");
	}

}
