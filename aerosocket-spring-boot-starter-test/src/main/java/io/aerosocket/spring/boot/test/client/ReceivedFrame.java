package io.aerosocket.spring.boot.test.client;

import java.nio.charset.StandardCharsets;

/**
 * A frame as it stood on the wire (RFC 6455 section 5.2).
 */
public final class ReceivedFrame {

	/** A piece of a message that an earlier frame began. */
	public static final int CONTINUATION = 0x0;

	/** Text, or the first piece of it. */
	public static final int TEXT = 0x1;

	/** Binary, or the first piece of it. */
	public static final int BINARY = 0x2;

	/** The end of the conversation. */
	public static final int CLOSE = 0x8;

	/** Asks for a Pong. */
	public static final int PING = 0x9;

	/** Answers a Ping. */
	public static final int PONG = 0xA;

	/** The reserved bit of compressed messages (RFC 7692 section 6). */
	public static final int RSV1 = 4;

	private static final int SHOWN = 200;

	private final boolean fin;

	private final int rsv;

	private final int opcode;

	private final byte[] payload;

	ReceivedFrame(boolean fin, int rsv, int opcode, byte[] payload) {
		this.fin = fin;
		this.rsv = rsv;
		this.opcode = opcode;
		this.payload = payload;
	}

	/**
	 * Returns whether it ends its message.
	 * @return {@code true} for the last frame of a message
	 */
	public boolean fin() {
		return this.fin;
	}

	/**
	 * Returns the three reserved bits.
	 * @return a number in which 4 is RSV1, 2 is RSV2, 1 is RSV3
	 */
	public int rsv() {
		return this.rsv;
	}

	/**
	 * Returns the opcode.
	 * @return 0 to 15
	 */
	public int opcode() {
		return this.opcode;
	}

	/**
	 * Returns the payload.
	 * @return the bytes, not to be changed
	 */
	public byte[] payload() {
		return this.payload;
	}

	/**
	 * Returns the payload as text.
	 * @return the text; what is no UTF-8 is replaced
	 */
	public String text() {
		return new String(this.payload, StandardCharsets.UTF_8);
	}

	boolean isControl() {
		return this.opcode >= CLOSE;
	}

	@Override
	public String toString() {
		return describe(this.fin, this.rsv, this.opcode, this.payload);
	}

	/**
	 * Describes a frame for people.
	 * @param fin whether it ends its message
	 * @param rsv the reserved bits
	 * @param opcode the opcode
	 * @param payload the payload
	 * @return such as {@code TEXT (more follows) "hello"}
	 */
	static String describe(boolean fin, int rsv, int opcode, byte[] payload) {
		return name(opcode) + ((rsv != 0) ? " (RSV " + rsv + ")" : "") + (fin ? "" : " (more follows)")
				+ ((rsv != 0) ? " " + Hex.describe(payload) : content(opcode, payload));
	}

	private static String content(int opcode, byte[] payload) {
		if (payload.length == 0) {
			return (opcode == TEXT) ? " \"\"" : "";
		}
		if (opcode == CLOSE && payload.length >= 2) {
			String reason = new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
			return " " + closeCode(payload) + (reason.isEmpty() ? "" : " " + quote(reason));
		}
		return " " + ((opcode == BINARY) ? Hex.describe(payload) : quote(new String(payload, StandardCharsets.UTF_8)));
	}

	static int closeCode(byte[] payload) {
		return ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
	}

	static String quote(String text) {
		return (text.length() <= SHOWN) ? "\"" + text + "\""
				: "\"" + text.substring(0, SHOWN) + "…\" (" + text.length() + " characters)";
	}

	private static String name(int opcode) {
		return switch (opcode) {
			case CONTINUATION -> "CONTINUATION";
			case TEXT -> "TEXT";
			case BINARY -> "BINARY";
			case CLOSE -> "CLOSE";
			case PING -> "PING";
			case PONG -> "PONG";
			default -> "opcode 0x" + Integer.toHexString(opcode);
		};
	}

}
