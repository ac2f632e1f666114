package io.aerosocket.internal.message;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.internal.frame.ReferenceFrames;

/**
 * Messages put together from all frames of a stream at once, by RFC 6455 sections 5.4,
 * 5.5, 7.4 and 8.1 and the limits of a connection. What UTF-8 is, the JDK says.
 */
final class ReferenceMessages {

	private static final byte[][] ENDS = Stream.of("", "80", "8080", "808080", "a0", "a080", "a08080")
		.map(HexFormat.of()::parseHex)
		.toArray(byte[][]::new);

	private final List<String> events = new ArrayList<>();

	private final ByteArrayOutputStream message = new ByteArrayOutputStream();

	private final ConnectionOptions options;

	/** The opcode of the message under way, or 0. */
	private int opcode;

	private int fragments;

	/** The bytes of a character that is not complete. */
	private byte[] character = {};

	private ReferenceMessages(ConnectionOptions options) {
		this.options = options;
	}

	/**
	 * Puts messages together.
	 * @param frames the frames, the last one perhaps unfinished
	 * @param options the limits
	 * @return one line for each message, Ping, Pong and Close, and the code of a
	 * violation
	 */
	static List<String> read(ReferenceFrames frames, ConnectionOptions options) {
		ReferenceMessages messages = new ReferenceMessages(options);
		CloseCode violation = null;
		for (ReferenceFrames.Frame frame : frames.frames()) {
			violation = frame.isControl() ? messages.control(frame) : messages.data(frame);
			if (violation != null) {
				break;
			}
		}
		violation = (violation != null) ? violation : frames.violation();
		if (violation != null) {
			messages.events.add("violation " + violation);
		}
		return messages.events;
	}

	private @Nullable CloseCode control(ReferenceFrames.Frame frame) {
		byte[] payload = frame.payload();
		if (!frame.isFinished()) {
			return null;
		}
		if (frame.opcode() != 8) {
			this.events.add(line((frame.opcode() == 9) ? "ping" : "pong", payload));
			return null;
		}
		int code = (payload.length < 2) ? 1005 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
		boolean known = (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006)
				|| (code >= 3000 && code <= 4999);
		if (payload.length == 1 || (payload.length > 1 && !known)) {
			return CloseCode.PROTOCOL_ERROR;
		}
		byte[] reason = Arrays.copyOfRange(payload, Math.min(2, payload.length), payload.length);
		if (!isUtf8(reason)) {
			return CloseCode.INVALID_PAYLOAD;
		}
		this.events.add(line("close " + code, reason));
		return null;
	}

	private @Nullable CloseCode data(ReferenceFrames.Frame frame) {
		if ((frame.opcode() == 0) == (this.opcode == 0)) {
			return CloseCode.PROTOCOL_ERROR;
		}
		if (frame.opcode() != 0) {
			this.opcode = frame.opcode();
			this.fragments = 0;
		}
		this.fragments++;
		if (this.fragments > this.options.maxFragments()
				|| frame.length() > this.options.maxMessageSize() - this.message.size()) {
			return CloseCode.MESSAGE_TOO_BIG;
		}
		this.message.writeBytes(frame.payload());
		boolean text = this.opcode == 1;
		boolean finished = frame.isFinal() && frame.isFinished();
		if (text && !(mayBecomeUtf8(frame.payload()) && (!finished || this.character.length == 0))) {
			return CloseCode.INVALID_PAYLOAD;
		}
		if (finished) {
			this.events.add(line(text ? "text" : "binary", this.message.toByteArray()));
			this.message.reset();
			this.opcode = 0;
		}
		return null;
	}

	private static boolean isUtf8(byte[] bytes) {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
			return true;
		}
		catch (CharacterCodingException ex) {
			return false;
		}
	}

	// Decodes what the JDK can, and asks of the character that is left whether there is
	// anything that makes it UTF-8: of the second bytes that a first one allows, each
	// allows
	// 80 or A0; all further ones may be 80.
	private boolean mayBecomeUtf8(byte[] more) {
		ByteBuffer bytes = ByteBuffer.wrap(join(this.character, more));
		CharBuffer characters = CharBuffer.allocate(bytes.remaining());
		if (StandardCharsets.UTF_8.newDecoder().decode(bytes, characters, false).isError()) {
			return false;
		}
		this.character = Arrays.copyOfRange(bytes.array(), bytes.position(), bytes.limit());
		for (byte[] end : ENDS) {
			if (isUtf8(join(this.character, end))) {
				return true;
			}
		}
		return false;
	}

	private static byte[] join(byte[] first, byte[] second) {
		byte[] joined = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, joined, first.length, second.length);
		return joined;
	}

	static String line(String kind, byte[] payload) {
		return kind + " " + HexFormat.of().formatHex(payload);
	}

}
