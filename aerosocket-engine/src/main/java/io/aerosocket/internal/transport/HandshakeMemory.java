package io.aerosocket.internal.transport;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what is kept of unfinished handshakes on all sockets together: without it, peers
 * that begin long requests or TLS handshakes, and do not finish them, would take all
 * memory. Safe for any thread.
 */
final class HandshakeMemory {

	/**
	 * So much of each is not counted: hardly any handshake is longer, and whoever is
	 * within it is not to be kept out by others.
	 */
	private static final int FREE = 4096;

	/** What is held in a buffer so many times as large as itself is copied. */
	private static final int WORTH_A_COPY = 4;

	private final LongSupplier max;

	private final AtomicLong used = new AtomicLong();

	/**
	 * Creates a bound.
	 * @param max tells how many bytes may be kept
	 */
	HandshakeMemory(LongSupplier max) {
		this.max = max;
	}

	/**
	 * A socket keeps more or less.
	 * @param before bytes that it kept until now
	 * @param now bytes that it keeps from now on
	 * @return {@code false} if there is no room for that, so that it stays as before
	 */
	boolean resized(long before, long now) {
		long change = Math.max(0, now - FREE) - Math.max(0, before - FREE);
		if (change > 0 && this.used.get() + change > this.max.getAsLong()) {
			return false;
		}
		if (change != 0) {
			this.used.addAndGet(change);
		}
		return true;
	}

	/**
	 * Returns what is kept.
	 * @return bytes
	 */
	long used() {
		return this.used.get();
	}

	/**
	 * Puts bytes together that arrived one after the other.
	 * @param allocator for a larger buffer
	 * @param before the bytes that arrived before, if there are any; on an error still
	 * the caller's
	 * @param in the bytes that have arrived, which are released
	 * @return all of them, the caller's
	 */
	static ByteBuf append(ByteBufAllocator allocator, @Nullable ByteBuf before, ByteBuf in) {
		if (before == null) {
			return in;
		}
		ByteBuf all = before;
		if (all.writableBytes() < in.readableBytes()) {
			// Doubled, so that a head that arrives byte by byte is not copied each time.
			all = allocate(allocator, 2 * (before.readableBytes() + in.readableBytes()), in);
			all.writeBytes(before);
			before.release();
		}
		all.writeBytes(in);
		in.release();
		return all;
	}

	/**
	 * Puts bytes that have to wait into a buffer of their size, if the one that they were
	 * read into is far too large.
	 * @param allocator for a smaller buffer
	 * @param waiting the bytes, which are released if they were copied
	 * @return the bytes, the caller's
	 */
	static ByteBuf compact(ByteBufAllocator allocator, ByteBuf waiting) {
		int bytes = waiting.readableBytes();
		if (waiting.capacity() <= Math.max(FREE, WORTH_A_COPY * bytes)) {
			return waiting;
		}
		ByteBuf copy = allocator.directBuffer(2 * bytes).writeBytes(waiting);
		waiting.release();
		return copy;
	}

	private static ByteBuf allocate(ByteBufAllocator allocator, int bytes, ByteBuf in) {
		try {
			return allocator.directBuffer(bytes);
		}
		catch (Throwable ex) {
			in.release();
			throw ex;
		}
	}

}
