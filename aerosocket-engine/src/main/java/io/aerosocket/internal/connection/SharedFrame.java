package io.aerosocket.internal.connection;

import java.util.concurrent.atomic.AtomicInteger;

import io.netty.buffer.ByteBuf;

/**
 * A frame that the connections of one event loop share. It takes memory once, however
 * many of their queues it waits in.
 */
final class SharedFrame {

	private final ByteBuf frame;

	private final int bytes;

	private final QueuedMemory memory;

	private final AtomicInteger queues = new AtomicInteger();

	/**
	 * Takes a frame.
	 * @param frame the frame, given away until it is {@link #release released}
	 * @param memory counts what waits
	 */
	SharedFrame(ByteBuf frame, QueuedMemory memory) {
		this.frame = frame;
		this.bytes = frame.readableBytes();
		this.memory = memory;
	}

	ByteBuf frame() {
		return this.frame;
	}

	/**
	 * It waits in a queue more.
	 */
	void queued() {
		if (this.queues.getAndIncrement() == 0) {
			this.memory.add(this.bytes);
		}
	}

	/**
	 * It waits in a queue less. Safe for any thread.
	 */
	void unqueued() {
		if (this.queues.decrementAndGet() == 0) {
			this.memory.add(-this.bytes);
		}
	}

	void release() {
		this.frame.release();
	}

}
