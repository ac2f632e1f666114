package io.aerosocket.internal.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.FileRegion;
import io.netty.util.ReferenceCounted;

import io.aerosocket.internal.frame.FrameEncoder;

/**
 * A fragment that is to be sent: bytes behind room for a header, or a piece of a file.
 *
 * @param body a {@link ByteBuf} whose payload begins at {@link #HEADROOM}, or a
 * {@link FileRegion}; the holder's to release
 * @param length the size of the payload in bytes
 * @param isLast whether the message ends with it
 */
public record OutgoingFragment(ReferenceCounted body, int length, boolean isLast) {

	/** Room in front of the payload, for the longest header with a key. */
	public static final int HEADROOM = FrameEncoder.LONGEST_UNMASKED_HEADER + Integer.BYTES;

	static ByteBuf room(ByteBufAllocator allocator, int length) {
		return allocator.directBuffer(HEADROOM + length, HEADROOM + length).writerIndex(HEADROOM);
	}

	static OutgoingFragment of(ByteBuf chunk, boolean last) {
		return new OutgoingFragment(chunk, chunk.writerIndex() - HEADROOM, last);
	}

}
