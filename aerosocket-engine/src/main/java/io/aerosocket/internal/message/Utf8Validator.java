package io.aerosocket.internal.message;

import java.nio.ByteBuffer;

/**
 * Checks UTF-8 as it arrives, in pieces cut anywhere, and finds the first wrong byte
 * rather than the first wrong character (RFC 3629 section 4: no overlong forms, no
 * surrogates, nothing above U+10FFFF).
 * <p>
 * Keeps no object for each connection: what is left open at the end of a piece is a
 * number that the caller keeps and hands back.
 */
public final class Utf8Validator {

	/** Between two characters: the state to start with, and the one to end with. */
	public static final int COMPLETE = 0;

	/** A byte was wrong; nothing that follows can mend it. */
	public static final int INVALID = -1;

	private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

	private Utf8Validator() {
	}

	/**
	 * Checks the next piece.
	 * @param state what the piece before returned, {@link #COMPLETE} for the first
	 * @param bytes holds the piece
	 * @param index where it starts
	 * @param length its size in bytes
	 * @return the state after it
	 */
	public static int check(int state, ByteBuffer bytes, int index, int length) {
		int current = state;
		int i = index;
		int end = index + length;
		while (i < end) {
			if (current == COMPLETE) {
				i = skipAscii(bytes, i, end);
				if (i == end) {
					return COMPLETE;
				}
				current = first(bytes.get(i) & 0xFF);
			}
			else {
				current = next(current, bytes.get(i) & 0xFF);
			}
			if (current == INVALID) {
				return INVALID;
			}
			i++;
		}
		return current;
	}

	private static int skipAscii(ByteBuffer bytes, int from, int end) {
		int i = from;
		while (i <= end - Long.BYTES && (bytes.getLong(i) & HIGH_BITS) == 0) {
			i += Long.BYTES;
		}
		while (i < end && bytes.get(i) >= 0) {
			i++;
		}
		return i;
	}

	private static int first(int lead) {
		if (lead < 0xC2) {
			// A continuation byte without a lead, or the lead of an overlong form.
			return INVALID;
		}
		if (lead < 0xE0) {
			return expect(1, 0x80, 0xBF);
		}
		return switch (lead) {
			case 0xE0 -> expect(2, 0xA0, 0xBF);
			case 0xED -> expect(2, 0x80, 0x9F);
			case 0xF0 -> expect(3, 0x90, 0xBF);
			case 0xF1, 0xF2, 0xF3 -> expect(3, 0x80, 0xBF);
			case 0xF4 -> expect(3, 0x80, 0x8F);
			default -> (lead < 0xF0) ? expect(2, 0x80, 0xBF) : INVALID;
		};
	}

	private static int next(int state, int continuation) {
		if (continuation < (state >>> 8 & 0xFF) || continuation > (state & 0xFF)) {
			return INVALID;
		}
		int remaining = (state >>> 16) - 1;
		return (remaining == 0) ? COMPLETE : expect(remaining, 0x80, 0xBF);
	}

	private static int expect(int bytes, int lowest, int highest) {
		return bytes << 16 | lowest << 8 | highest;
	}

}
