package io.aerosocket.extension;

/**
 * One of the three bits that RFC 6455 section 5.2 leaves to extensions.
 */
public enum ReservedBit {

	/** The first, which permessage-deflate uses. */
	RSV1(0x40),

	/** The second. */
	RSV2(0x20),

	/** The third. */
	RSV3(0x10);

	private final int mask;

	ReservedBit(int mask) {
		this.mask = mask;
	}

	/**
	 * Returns the bit as it stands in the first byte of a frame.
	 * @return 0x40, 0x20 or 0x10
	 */
	public int mask() {
		return this.mask;
	}

}
