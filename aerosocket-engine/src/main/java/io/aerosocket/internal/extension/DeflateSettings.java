package io.aerosocket.internal.extension;

/**
 * What permessage-deflate does on one connection: what was agreed on, and our own
 * choices.
 *
 * @param keepsContext whether what we send may refer to what we sent before
 * @param windowBits how far back it may refer, 8 to 15
 * @param peerKeepsContext whether what the peer sends may refer to what it sent before
 * @param peerWindowBits how far back that may refer
 * @param level how hard to try, 1 to 9
 * @param minSize the smallest message to compress, in bytes
 * @param maxRatio how many times its compressed size a received message may have
 */
record DeflateSettings(boolean keepsContext, int windowBits, boolean peerKeepsContext, int peerWindowBits, int level,
		int minSize, int maxRatio) {

	/** The largest window of RFC 1951. */
	static final int LARGEST_BITS = 15;

	int window() {
		return 1 << this.windowBits;
	}

	int peerWindow() {
		return 1 << this.peerWindowBits;
	}

}
