package io.aerosocket.internal.connection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What a connection has received and cannot handle yet, as long as there is something:
 * the bytes that were read before reading was paused, and how much is kept of other
 * things. Confined to the event loop, but for what was told of it.
 */
final class Backlog {

	/** The connection is to be closed for what it keeps. */
	private static final int FORGOTTEN = -1;

	private final Deque<ByteBuf> held = new ArrayDeque<>(2);

	/** In steps of {@link UnfinishedMemory}, or {@link #FORGOTTEN}. */
	private final AtomicInteger told = new AtomicInteger();

	/**
	 * Adds bytes that were read.
	 * @param read the bytes, owned by this from now on
	 */
	void add(ByteBuf read) {
		this.held.addLast(read);
	}

	/**
	 * Puts back bytes whose beginning was handled.
	 * @param rest the bytes, owned by this from now on
	 */
	void addFirst(ByteBuf rest) {
		this.held.addFirst(rest);
	}

	/**
	 * Takes the bytes that were read first.
	 * @return the bytes, owned by the caller, or {@code null} if there are none
	 */
	@Nullable ByteBuf poll() {
		return this.held.poll();
	}

	boolean holdsBytes() {
		return !this.held.isEmpty();
	}

	/**
	 * Returns whether it can be given up.
	 * @return whether nothing is held nor counted
	 */
	boolean isEmpty() {
		return this.held.isEmpty() && this.told.get() == 0;
	}

	/**
	 * Gives up the bytes.
	 */
	void release() {
		this.held.forEach(ByteBuf::release);
		this.held.clear();
	}

	/**
	 * Tells how much there is, unless that was forgotten.
	 * @param kept bytes of an unfinished message and of messages that wait on the event
	 * loop, to which the buffers that are held are added
	 * @return by how many steps it is more than was told before
	 */
	int tell(long kept) {
		long bytes = kept;
		for (ByteBuf waiting : this.held) {
			bytes += waiting.capacity();
		}
		int before = this.told.get();
		int now = UnfinishedMemory.steps(bytes);
		return (before != FORGOTTEN && this.told.compareAndSet(before, now)) ? now - before : 0;
	}

	/**
	 * Returns what was told. Safe for any thread.
	 * @return steps, negative once it is forgotten
	 */
	int told() {
		return this.told.get();
	}

	/**
	 * Tells no more, since it is about to be given up. Safe for any thread.
	 * @return what was told until now, negative if this was called before
	 */
	int forget() {
		return this.told.getAndSet(FORGOTTEN);
	}

}
