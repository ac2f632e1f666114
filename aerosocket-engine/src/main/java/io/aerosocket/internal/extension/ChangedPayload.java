package io.aerosocket.internal.extension;

import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

import io.aerosocket.extension.PayloadSink;

/**
 * Collects what extensions make of one message that is sent, behind room for its frame's
 * header.
 */
public final class ChangedPayload implements PayloadSink {

	private static final int SMALLEST = 256;

	private final ByteBufAllocator allocator;

	private final int headerRoom;

	private final int guess;

	private @Nullable ByteBuf bytes;

	/**
	 * Creates an empty one.
	 * @param allocator for the buffer
	 * @param headerRoom bytes to leave in front of the payload
	 * @param guess how large the payload may become, in bytes
	 */
	public ChangedPayload(ByteBufAllocator allocator, int headerRoom, int guess) {
		this.allocator = allocator;
		this.headerRoom = headerRoom;
		this.guess = guess;
	}

	@Override
	public void accept(ByteBuffer piece) {
		ByteBuf target = this.bytes;
		if (target == null) {
			int first = Math.max(piece.remaining(), Math.min(this.guess, SMALLEST));
			target = this.allocator.directBuffer(this.headerRoom + first).writeZero(this.headerRoom);
			this.bytes = target;
		}
		target.writeBytes(piece);
	}

	void clear() {
		if (this.bytes != null) {
			this.bytes.writerIndex(this.headerRoom);
		}
	}

	ByteBuffer copy() {
		ByteBuffer copy = ByteBuffer.allocate(size());
		if (this.bytes != null) {
			this.bytes.getBytes(this.headerRoom, copy);
		}
		return copy.flip();
	}

	/**
	 * Returns how much was collected.
	 * @return bytes, without the room in front
	 */
	public int size() {
		return (this.bytes != null) ? this.bytes.writerIndex() - this.headerRoom : 0;
	}

	/**
	 * Takes the bytes out, the room in front included.
	 * @return the buffer, the caller's to release
	 */
	public ByteBuf take() {
		ByteBuf taken = this.bytes;
		this.bytes = null;
		return (taken != null) ? taken : this.allocator.directBuffer(this.headerRoom).writeZero(this.headerRoom);
	}

	/**
	 * Gives up what was collected, if anything.
	 */
	public void release() {
		if (this.bytes != null) {
			this.bytes.release();
			this.bytes = null;
		}
	}

}
