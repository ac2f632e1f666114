package io.aerosocket.internal.frame;

import java.nio.ByteBuffer;

/**
 * XORs payload bytes with a masking key (RFC 6455 section 5.3) and finds out on the way
 * whether they are all ASCII, so that a text is looked at once.
 * <p>
 * Masking is its own inverse, so the same call masks and unmasks.
 */
final class FrameMask {

	private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

	private FrameMask() {
	}

	/**
	 * Masks bytes in place.
	 * @param bytes a writable big-endian buffer, whose position and limit do not move
	 * @param index where the bytes start
	 * @param length how many there are
	 * @param key the four key bytes, the one for the first byte being the most
	 * significant
	 * @return whether all bytes are less than 0x80 afterwards
	 */
	static boolean apply(ByteBuffer bytes, int index, int length, int key) {
		long wide = (key & 0xFFFF_FFFFL) << 32 | (key & 0xFFFF_FFFFL);
		long seen = 0;
		int end = index + length;
		int endOfLongs = index + (length & -Long.BYTES);
		int i = index;
		for (; i < endOfLongs; i += Long.BYTES) {
			long unmasked = bytes.getLong(i) ^ wide;
			bytes.putLong(i, unmasked);
			seen |= unmasked;
		}
		if (end - i >= Integer.BYTES) {
			int unmasked = bytes.getInt(i) ^ key;
			bytes.putInt(i, unmasked);
			seen |= unmasked;
			i += Integer.BYTES;
		}
		for (int shift = 24; i < end; i++, shift -= Byte.SIZE) {
			byte unmasked = (byte) (bytes.get(i) ^ key >>> shift);
			bytes.put(i, unmasked);
			seen |= unmasked;
		}
		return (seen & HIGH_BITS) == 0;
	}

}
