package io.aerosocket.internal.stream;

import java.io.IOException;

import io.netty.buffer.ByteBufAllocator;

/**
 * Reads fragments on a thread that may block, one call after the other.
 */
interface ChunkReader {

	/**
	 * Reads the next fragment. After the last one everything is closed.
	 * @param allocator for the fragment
	 * @return the fragment, the caller's to release
	 * @throws IOException if reading fails, or was ended by {@link #close()}
	 */
	OutgoingFragment read(ByteBufAllocator allocator) throws IOException;

	/**
	 * Closes what is open. May come at any time, also while another thread reads.
	 */
	void close();

}
