package io.aerosocket.internal.frame;

import java.nio.ByteBuffer;

/**
 * XORs payload bytes with a masking key (RFC 6455 section 5.3) and finds out on the way
 * whether they are all ASCII, so that a text is looked at once.
 * <p>
 * Masking is its own inverse, so the same call masks and unmasks. A key is its four
 * bytes, the one for the first byte of the payload being the most significant; 0 leaves
 * everything as it is.
 */
public final class FrameMask {

	private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

	private FrameMask() {
	}

	/**
	 * Masks bytes in place.
	 * @param bytes a writable big-endian buffer, whose position and limit do not move
	 * @param index where the bytes start
	 * @param length how many there are
	 * @param key the key
	 * @return whether all bytes are less than 0x80 afterwards
	 */
	public static boolean apply(ByteBuffer bytes, int index, int length, int key) {
		if (key == 0) {
			return isAscii(bytes, index, length);
		}
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

	/**
	 * Copies bytes and masks the copy.
	 * @param from a big-endian buffer, whose position and limit do not move
	 * @param index where the bytes start
	 * @param length how many there are
	 * @param key the key
	 * @param to another buffer of that kind
	 * @param at where to put them there
	 * @return whether all bytes of the copy are less than 0x80
	 */
	public static boolean copy(ByteBuffer from, int index, int length, int key, ByteBuffer to, int at) {
		// Two passes, each of which the JIT compiler makes vector instructions of, take
		// less time than one between two buffers, of which it does not know that they do
		// not overlap.
		to.put(at, from, index, length);
		return apply(to, at, length, key);
	}

	private static boolean isAscii(ByteBuffer bytes, int index, int length) {
		long seen = 0;
		int end = index + length;
		int endOfLongs = index + (length & -Long.BYTES);
		int i = index;
		for (; i < endOfLongs; i += Long.BYTES) {
			seen |= bytes.getLong(i);
		}
		for (; i < end; i++) {
			seen |= bytes.get(i);
		}
		return (seen & HIGH_BITS) == 0;
	}

}
