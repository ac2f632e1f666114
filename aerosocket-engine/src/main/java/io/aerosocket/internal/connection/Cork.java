package io.aerosocket.internal.connection;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

import io.aerosocket.internal.frame.FrameEncoder;
import io.aerosocket.internal.frame.FrameMask;
import io.aerosocket.internal.frame.MaskKeys;
import io.aerosocket.internal.frame.Opcode;
import io.aerosocket.internal.message.EncodedMessage;

/**
 * One buffer that small frames of a connection are gathered in until they are flushed
 * together. Holds no memory between two flushes, when the connection gives it back to its
 * {@link ConnectionGroup} for the next one.
 */
final class Cork {

	/** The most that is gathered in one buffer. */
	static final int CAPACITY = 16 * 1024;

	/** The least that a buffer is expected to hold. */
	static final int SMALLEST = 256;

	private @Nullable ByteBuf buffer;

	private @Nullable ByteBuffer bytes;

	private @Nullable List<CompletableFuture<Void>> flushed;

	private int start;

	private int end;

	private int capacity;

	/** What the last buffer held, as a guess at what this one will. */
	private int lastSize = SMALLEST;

	/**
	 * Says how much the next buffer will hold.
	 * @param bytes a guess
	 */
	void expect(int bytes) {
		this.lastSize = bytes;
	}

	/**
	 * Returns what the last buffer held, as a guess at what the next one will.
	 * @return bytes, from {@link #SMALLEST} to {@link #CAPACITY}
	 */
	int expected() {
		return this.lastSize;
	}

	boolean isEmpty() {
		return this.buffer == null;
	}

	/**
	 * Returns whether a frame fits behind those that are in.
	 * @param size the frame's size in bytes, at most {@link #CAPACITY}
	 * @return {@code false} if what is in has to be taken out first
	 */
	boolean hasRoomFor(int size) {
		return this.buffer == null || this.end - this.start + size <= CAPACITY;
	}

	/**
	 * Returns where the next frame goes, if it fits into the buffer as it is.
	 * @param size the frame's size in bytes
	 * @return the index to write it to in {@link #bytes()}, or a negative number if
	 * another buffer is needed
	 */
	int indexFor(int size) {
		return (this.bytes != null && this.end - this.start + size <= this.capacity) ? this.end : -1;
	}

	/**
	 * Takes a frame as added that was written where the next one goes.
	 * @param size the frame's size in bytes
	 */
	void added(int size) {
		this.end += size;
	}

	/**
	 * Adds a message, for whose frame there has to be room.
	 * @param message the message
	 * @param masked whether to mask it, as a client has to
	 * @param whenFlushed completed when it was written, or {@code null}
	 * @param allocator for a new buffer
	 */
	void add(EncodedMessage message, boolean masked, @Nullable CompletableFuture<Void> whenFlushed,
			ByteBufAllocator allocator) {
		int index = reserve(message.wireBytes(masked), allocator);
		try {
			message.writeTo(bytes(), index, masked ? MaskKeys.next() : 0);
		}
		catch (RuntimeException ex) {
			// A received message that another thread ended meanwhile. What was reserved
			// for it must not go out: nobody knows what lies there.
			this.end = index;
			throw ex;
		}
		if (whenFlushed != null) {
			listen(whenFlushed);
		}
	}

	/**
	 * Adds a frame, for which there has to be room.
	 * @param frame the frame between position and limit, which do not move
	 * @param whenFlushed completed when it was written, or {@code null}
	 * @param allocator for a new buffer
	 */
	void add(ByteBuffer frame, @Nullable CompletableFuture<Void> whenFlushed, ByteBufAllocator allocator) {
		int size = frame.remaining();
		int index = reserve(size, allocator);
		bytes().put(index, frame, frame.position(), size);
		if (whenFlushed != null) {
			listen(whenFlushed);
		}
	}

	/**
	 * Adds a control frame, for which there has to be room.
	 * @param opcode its opcode
	 * @param payload its payload
	 * @param masked whether to mask it, as a client has to
	 * @param allocator for a new buffer
	 */
	void addControl(int opcode, byte[] payload, boolean masked, ByteBufAllocator allocator) {
		int key = masked ? MaskKeys.next() : 0;
		int index = reserve(FrameEncoder.headerBytes(payload.length, masked) + payload.length, allocator);
		int at = FrameEncoder.writeHeader(bytes(), index, Opcode.FIN | opcode, payload.length, key);
		FrameMask.copy(ByteBuffer.wrap(payload), 0, payload.length, key, bytes(), at);
	}

	/**
	 * Adds the header of a frame of a server, whose payload follows by itself.
	 * @param start its first byte
	 * @param length the size of its payload
	 * @param allocator for a new buffer
	 */
	void addHeader(int start, int length, ByteBufAllocator allocator) {
		int index = reserve(FrameEncoder.headerBytes(length, false), allocator);
		FrameEncoder.writeHeader(bytes(), index, start, length, 0);
	}

	/**
	 * Sets bytes aside for a frame.
	 * @param size the frame's size in bytes, for which there has to be room
	 * @param allocator for a new buffer
	 * @return the index to write the frame to in {@link #bytes()}
	 */
	int reserve(int size, ByteBufAllocator allocator) {
		if (this.buffer == null) {
			allocate(Math.max(size, Math.min(2 * this.lastSize, CAPACITY)), allocator);
		}
		else if (this.end - this.start + size > this.capacity) {
			grow(allocator);
		}
		int index = this.end;
		this.end += size;
		return index;
	}

	/**
	 * Returns the buffer that frames are written to, by absolute index.
	 * @return the bytes
	 */
	ByteBuffer bytes() {
		if (this.bytes == null) {
			throw new IllegalStateException("Nothing was reserved");
		}
		return this.bytes;
	}

	private void allocate(int bytes, ByteBufAllocator allocator) {
		ByteBuf fresh = allocator.directBuffer(bytes, bytes);
		this.buffer = fresh;
		this.bytes = fresh.internalNioBuffer(0, bytes);
		this.capacity = bytes;
		this.start = this.bytes.position();
		this.end = this.start;
	}

	// The guess was too small. It is not next time, so that this copy is rare.
	private void grow(ByteBufAllocator allocator) {
		ByteBuffer old = bytes();
		int from = this.start;
		int size = this.end - from;
		ByteBuf outgrown = this.buffer;
		allocate(CAPACITY, allocator);
		bytes().put(this.start, old, from, size);
		this.end = this.start + size;
		if (outgrown != null) {
			outgrown.release();
		}
	}

	void listen(CompletableFuture<Void> whenFlushed) {
		if (this.flushed == null) {
			this.flushed = new ArrayList<>(1);
		}
		this.flushed.add(whenFlushed);
	}

	/**
	 * Takes out who waits for the frames to be flushed.
	 * @return the futures, or {@code null} if nobody does
	 */
	@Nullable List<CompletableFuture<Void>> takeListeners() {
		List<CompletableFuture<Void>> taken = this.flushed;
		this.flushed = null;
		return taken;
	}

	/**
	 * Takes out the frames.
	 * @return the frames, the caller's to release, or {@code null} when empty
	 */
	@Nullable ByteBuf take() {
		ByteBuf taken = this.buffer;
		if (taken != null) {
			int size = this.end - this.start;
			taken.writerIndex(size);
			this.lastSize = Math.max(size, SMALLEST);
			this.buffer = null;
			this.bytes = null;
		}
		return taken;
	}

}
