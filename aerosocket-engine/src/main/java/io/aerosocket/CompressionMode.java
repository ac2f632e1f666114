package io.aerosocket;

/**
 * Whether messages are compressed (permessage-deflate, RFC 7692), and who keeps the
 * compressor's memory. Compression happens only with a peer that offers or accepts it.
 */
public enum CompressionMode {

	/** Nothing is compressed, and compression is not negotiated. */
	OFF,

	/**
	 * Each message is compressed by itself, with a compressor that all connections of an
	 * event loop share: a connection that is idle keeps nothing for it.
	 */
	SHARED,

	/**
	 * Each connection has a context of its own, in both directions where the peer agrees:
	 * what was sent before need not be spelled out again, which makes similar messages
	 * much smaller. A connection that has sent compressed messages keeps up to 260 KB of
	 * native memory for it, and one that has received some up to 32 KB of heap.
	 * {@link CompressionOptions#windowBits()} of less than 15 lowers both.
	 */
	DEDICATED

}
