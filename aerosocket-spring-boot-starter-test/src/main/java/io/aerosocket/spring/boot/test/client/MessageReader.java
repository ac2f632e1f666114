package io.aerosocket.spring.boot.test.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;

import org.jspecify.annotations.Nullable;

/**
 * Puts a server's data frames together (RFC 6455 section 5.4) and reads its Close.
 */
final class MessageReader {

	private static final int NO_CODE = 1005;

	private final Consumer<Incoming> sink;

	private final ByteArrayOutputStream pieces = new ByteArrayOutputStream();

	private int opcode;

	private boolean compressed;

	private @Nullable Inflation inflation;

	MessageReader(Consumer<Incoming> sink) {
		this.sink = sink;
	}

	/**
	 * Compression was agreed on.
	 * @param inflation inflates messages
	 */
	void inflate(Inflation inflation) {
		this.inflation = inflation;
	}

	/**
	 * Takes a frame that is no Ping and no Pong.
	 * @param frame the frame
	 */
	void read(ReceivedFrame frame) {
		switch (frame.opcode()) {
			case ReceivedFrame.CLOSE -> this.sink.accept(close(frame.payload()));
			case ReceivedFrame.CONTINUATION -> {
				if (this.opcode == 0) {
					violation("a continuation without a beginning (RFC 6455 5.4)");
				}
				append(frame);
			}
			case ReceivedFrame.TEXT, ReceivedFrame.BINARY -> {
				if (this.opcode != 0) {
					violation("a message began inside of another one (RFC 6455 5.4)");
					this.pieces.reset();
				}
				this.opcode = frame.opcode();
				this.compressed = (frame.rsv() & ReceivedFrame.RSV1) != 0;
				append(frame);
			}
			default -> {
				// Reported as a broken rule by the reader of frames.
			}
		}
	}

	private void append(ReceivedFrame frame) {
		this.pieces.writeBytes(frame.payload());
		if (!frame.fin()) {
			return;
		}
		byte[] payload = inflated(this.pieces.toByteArray());
		this.pieces.reset();
		boolean text = this.opcode == ReceivedFrame.TEXT;
		this.opcode = 0;
		this.sink.accept(text ? new Incoming.Text(text(payload)) : new Incoming.Binary(payload));
	}

	private byte[] inflated(byte[] payload) {
		if (!this.compressed || this.inflation == null) {
			return payload;
		}
		try {
			return this.inflation.inflate(payload);
		}
		catch (DataFormatException ex) {
			violation("a compressed message is DEFLATE (RFC 7692 7.2.2): " + ex.getMessage());
			return payload;
		}
	}

	private Incoming close(byte[] payload) {
		if (payload.length == 0) {
			return new Incoming.Close(NO_CODE, "");
		}
		if (payload.length == 1) {
			violation("a Close has two bytes of code or none at all (RFC 6455 5.5.1)");
			return new Incoming.Close(NO_CODE, "");
		}
		return new Incoming.Close(ReceivedFrame.closeCode(payload),
				text(Arrays.copyOfRange(payload, 2, payload.length)));
	}

	private String text(byte[] payload) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
		}
		catch (CharacterCodingException ex) {
			violation("text is UTF-8 (RFC 6455 8.1)");
			return new String(payload, StandardCharsets.UTF_8);
		}
	}

	private void violation(String rule) {
		this.sink.accept(new Incoming.Violation(rule));
	}

}
