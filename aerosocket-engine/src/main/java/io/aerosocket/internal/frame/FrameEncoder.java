package io.aerosocket.internal.frame;

import java.nio.ByteBuffer;

/**
 * Writes the headers of frames (RFC 6455 section 5.2).
 */
public final class FrameEncoder {

	/** The longest header that a server writes, in bytes. */
	public static final int LONGEST_UNMASKED_HEADER = 2 + Long.BYTES;

	private static final int MASKED = 0x80;

	private static final int LENGTH_IN_NEXT_2_BYTES = 126;

	private static final int LENGTH_IN_NEXT_8_BYTES = 127;

	private FrameEncoder() {
	}

	/**
	 * Returns how long the header is for a payload.
	 * @param length the size of the payload in bytes
	 * @param masked whether a masking key follows
	 * @return 2, 4 or 10, and 4 more for a key
	 */
	public static int headerBytes(long length, boolean masked) {
		int key = masked ? Integer.BYTES : 0;
		if (length < LENGTH_IN_NEXT_2_BYTES) {
			return 2 + key;
		}
		return key + ((length <= 0xFFFF) ? 2 + Short.BYTES : 2 + Long.BYTES);
	}

	/**
	 * Writes the header of a frame.
	 * @param out a big-endian buffer, whose position and limit do not move
	 * @param index where to
	 * @param start the first byte of the frame: {@link Opcode} and flags
	 * @param length the size of the payload in bytes
	 * @param key what the payload is masked with, 0 for nothing
	 * @return the index behind the header
	 */
	public static int writeHeader(ByteBuffer out, int index, int start, long length, int key) {
		int masked = (key != 0) ? MASKED : 0;
		int end;
		if (length < LENGTH_IN_NEXT_2_BYTES) {
			out.putShort(index, (short) (start << 8 | masked | (int) length));
			end = index + 2;
		}
		else if (length <= 0xFFFF) {
			out.putInt(index, start << 24 | (masked | LENGTH_IN_NEXT_2_BYTES) << 16 | (int) length);
			end = index + 2 + Short.BYTES;
		}
		else {
			out.putShort(index, (short) (start << 8 | masked | LENGTH_IN_NEXT_8_BYTES));
			out.putLong(index + 2, length);
			end = index + 2 + Long.BYTES;
		}
		if (key == 0) {
			return end;
		}
		out.putInt(end, key);
		return end + Integer.BYTES;
	}

}
