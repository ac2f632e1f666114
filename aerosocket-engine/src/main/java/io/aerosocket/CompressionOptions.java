package io.aerosocket;

/**
 * How messages are compressed (permessage-deflate, RFC 7692), checked once and then
 * immutable.
 *
 * @param mode whether, and who keeps the compressor's memory
 * @param level how hard to try, 1 (quick) to 9 (small)
 * @param minSize the smallest message that is compressed, in bytes; what is shorter is
 * sent as it is
 * @param maxRatio how many times its compressed size a received message may have; one
 * that has more, and more than 1 MiB, is refused with 1009
 * @param windowBits how far back what is sent may refer, as a power of two: 8 (256 bytes)
 * to 15 (32 KiB). The peer is asked for the same
 */
public record CompressionOptions(CompressionMode mode, int level, int minSize, int maxRatio, int windowBits) {

	/** No compression. */
	public static final CompressionOptions OFF = of(CompressionMode.OFF);

	public CompressionOptions {
		inRange("level", level, 1, 9);
		inRange("minSize", minSize, 0, Integer.MAX_VALUE);
		inRange("maxRatio", maxRatio, 1, 1_000_000);
		inRange("windowBits", windowBits, 8, 15);
	}

	/**
	 * Starts with the defaults: level 1, messages of 1 KiB or more, at most 100 times as
	 * large as they were compressed, and the largest window.
	 * @param mode whether, and who keeps the compressor's memory
	 * @return the options
	 */
	public static CompressionOptions of(CompressionMode mode) {
		return new CompressionOptions(mode, 1, 1024, 100, 15);
	}

	/**
	 * Sets whether to compress.
	 * @param mode whether, and who keeps the compressor's memory
	 * @return new options
	 */
	public CompressionOptions withMode(CompressionMode mode) {
		return new CompressionOptions(mode, this.level, this.minSize, this.maxRatio, this.windowBits);
	}

	/**
	 * Sets how hard to try.
	 * @param level 1 (quick) to 9 (small); 1 unless set
	 * @return new options
	 */
	public CompressionOptions withLevel(int level) {
		return new CompressionOptions(this.mode, level, this.minSize, this.maxRatio, this.windowBits);
	}

	/**
	 * Sets the smallest message that is compressed.
	 * @param bytes 0 or more; 1 KiB unless set
	 * @return new options
	 */
	public CompressionOptions withMinSize(int bytes) {
		return new CompressionOptions(this.mode, this.level, bytes, this.maxRatio, this.windowBits);
	}

	/**
	 * Sets how many times its compressed size a received message may have.
	 * @param ratio 1 or more; 100 unless set
	 * @return new options
	 */
	public CompressionOptions withMaxRatio(int ratio) {
		return new CompressionOptions(this.mode, this.level, this.minSize, ratio, this.windowBits);
	}

	/**
	 * Sets how far back what is sent may refer.
	 * @param bits a power of two, 8 to 15; 15 unless set
	 * @return new options
	 */
	public CompressionOptions withWindowBits(int bits) {
		return new CompressionOptions(this.mode, this.level, this.minSize, this.maxRatio, bits);
	}

	private static void inRange(String name, int value, int minimum, int maximum) {
		if (value < minimum || value > maximum) {
			throw new IllegalArgumentException("compression " + name + ": " + value + " (expected: " + minimum
					+ ((maximum == Integer.MAX_VALUE) ? " or more)" : "-" + maximum + ")"));
		}
	}

}
