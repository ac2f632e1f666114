package io.aerosocket.internal.frame;

/**
 * What a frame carries, in its first byte (RFC 6455 section 5.2). Numbers rather than an
 * enum, because the decoder passes one on for every frame.
 */
public final class Opcode {

	/** A further fragment of a message. */
	public static final int CONTINUATION = 0x0;

	/** A text message, or its first fragment. */
	public static final int TEXT = 0x1;

	/** A binary message, or its first fragment. */
	public static final int BINARY = 0x2;

	/** The closing handshake. */
	public static final int CLOSE = 0x8;

	/** A question whether the peer is there. */
	public static final int PING = 0x9;

	/** The answer to a Ping. */
	public static final int PONG = 0xA;

	/** Set in the first byte of a frame that ends its message. */
	public static final int FIN = 0x80;

	private static final int RSV = 0x70;

	private static final int DEFINED = 1 << CONTINUATION | 1 << TEXT | 1 << BINARY | 1 << CLOSE | 1 << PING | 1 << PONG;

	private Opcode() {
	}

	/**
	 * Returns the opcode in a frame's first byte.
	 * @param start the first byte
	 * @return 0 to 15
	 */
	public static int of(int start) {
		return start & 0x0F;
	}

	/**
	 * Returns whether a frame ends its message.
	 * @param start the frame's first byte
	 * @return whether FIN is set
	 */
	public static boolean isFinal(int start) {
		return (start & FIN) != 0;
	}

	/**
	 * Returns whether a frame is a control frame (section 5.5).
	 * @param start the frame's first byte, or its opcode
	 * @return {@code true} for Close, Ping and Pong
	 */
	public static boolean isControl(int start) {
		return (start & 0x8) != 0;
	}

	/**
	 * Returns the bits that extensions may use (section 5.2).
	 * @param start the frame's first byte
	 * @return the three reserved bits, as they stand in it
	 */
	public static int rsv(int start) {
		return start & RSV;
	}

	/**
	 * Returns whether the RFC defines an opcode.
	 * @param opcode 0 to 15
	 * @return {@code false} for the reserved ones
	 */
	static boolean isDefined(int opcode) {
		return (DEFINED >>> opcode & 1) != 0;
	}

}
