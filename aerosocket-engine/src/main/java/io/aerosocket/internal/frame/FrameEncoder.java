package io.aerosocket.internal.frame;

import java.nio.ByteBuffer;

/**
 * Writes the headers of frames from a server, which are not masked (RFC 6455 section
 * 5.2).
 */
public final class FrameEncoder {

	/** The longest header that is written, in bytes. */
	public static final int LONGEST_HEADER = 2 + Long.BYTES;

	private static final int FIN = 0x80;

	private static final int LENGTH_IN_NEXT_2_BYTES = 126;

	private static final int LENGTH_IN_NEXT_8_BYTES = 127;

	private FrameEncoder() {
	}

	/**
	 * Returns how long the header is for a payload.
	 * @param length the size of the payload in bytes
	 * @return 2, 4 or 10
	 */
	public static int headerBytes(int length) {
		if (length < LENGTH_IN_NEXT_2_BYTES) {
			return 2;
		}
		return (length <= 0xFFFF) ? 2 + Short.BYTES : 2 + Long.BYTES;
	}

	/**
	 * Writes the header of a frame that is a whole message or a control frame.
	 * @param out a big-endian buffer, whose position and limit do not move
	 * @param index where to
	 * @param opcode one of {@link Opcode}
	 * @param length the size of the payload in bytes
	 * @return the index behind the header
	 */
	public static int writeHeader(ByteBuffer out, int index, int opcode, int length) {
		int first = FIN | opcode;
		if (length < LENGTH_IN_NEXT_2_BYTES) {
			out.putShort(index, (short) (first << 8 | length));
			return index + 2;
		}
		if (length <= 0xFFFF) {
			out.putInt(index, first << 24 | LENGTH_IN_NEXT_2_BYTES << 16 | length);
			return index + 2 + Short.BYTES;
		}
		out.putShort(index, (short) (first << 8 | LENGTH_IN_NEXT_8_BYTES));
		out.putLong(index + 2, length);
		return index + 2 + Long.BYTES;
	}

}
