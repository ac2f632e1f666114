package io.aerosocket.spring.boot.test.client;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Bytes for people.
 */
final class Hex {

	private static final int SHOWN = 64;

	private Hex() {
	}

	/**
	 * Describes bytes.
	 * @param bytes the bytes
	 * @return the first of them in hex, and how many there are if these are not all
	 */
	static String describe(byte[] bytes) {
		if (bytes.length <= SHOWN) {
			return HexFormat.of().formatHex(bytes);
		}
		return HexFormat.of().formatHex(Arrays.copyOf(bytes, SHOWN)) + "… (" + bytes.length + " bytes)";
	}

}
