package io.aerosocket.internal.frame;

import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;

/**
 * Takes what the {@link FrameDecoder} finds. Payloads are lent for the call only: a sink
 * that keeps one copies it, or retains its owner. They are masked as they travelled, for
 * the sink to unmask with {@link FrameMask}, where they lie or on the way to where they
 * are kept: every pass over a large payload counts.
 * <p>
 * Payloads are seen through the NIO buffer behind Netty's, by absolute index: it is what
 * the JIT compiler sees through best. Nobody moves its position or its limit.
 * <p>
 * A frame that arrived whole is one call of {@link #frame}. Any other is
 * {@link #frameStart}, then {@link #framePart} as its bytes arrive, then
 * {@link #frameEnd}.
 */
public interface FrameSink {

	/**
	 * A whole frame.
	 * @param start the first byte of the frame: {@link Opcode} and flags
	 * @param owner holds the payload, to be retained by whoever keeps it
	 * @param bytes the bytes of the owner
	 * @param index where the payload starts in the bytes
	 * @param length its size in bytes
	 * @param key what it is masked with, 0 for nothing
	 */
	void frame(int start, ByteBuf owner, ByteBuffer bytes, int index, int length, int key);

	/**
	 * The header of a frame whose payload is still to come.
	 * @param start the first byte of the frame: {@link Opcode} and flags
	 * @param length the size of the payload in bytes
	 */
	void frameStart(int start, long length);

	/**
	 * The next bytes of the payload.
	 * @param bytes holds them
	 * @param index where they start
	 * @param length how many there are
	 * @param key what they are masked with, turned so that it begins with these, 0 for
	 * nothing
	 */
	void framePart(ByteBuffer bytes, int index, int length, int key);

	/**
	 * Says how much of a payload may come at once, if that was asked for with
	 * {@link FrameDecoder#turnTo}.
	 * @return bytes, from 1
	 */
	default int longestPart() {
		return Integer.MAX_VALUE;
	}

	/**
	 * The payload is complete.
	 */
	void frameEnd();

	/**
	 * Says, after each frame and part of one, whether the next is wanted now.
	 * @return {@code false} to stop: the decoder leaves the rest of the bytes unread
	 */
	boolean wantsMore();

}
