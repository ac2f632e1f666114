package io.aerosocket.internal.connection;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much waits to be written on the connections of one event loop. Safe for any thread.
 * <p>
 * A queue tells only of whole steps, so that short ones cost nothing here, and this tells
 * the server's budget of larger steps only, so that event loops do not contend for it.
 */
final class QueuedMemory {

	/** Queues tell of steps of so many bytes, as a power of two. */
	private static final int QUEUE_STEP = 12;

	/** So many messages cost as much besides their bytes, as a power of two. */
	private static final int MESSAGES_STEP = 5;

	/** The budget is told of steps of so many bytes, as a power of two. */
	private static final int BUDGET_STEP = 16;

	private final MemoryBudget budget;

	private final AtomicLong bytes = new AtomicLong();

	QueuedMemory(MemoryBudget budget) {
		this.budget = budget;
	}

	/**
	 * The size of a queue has changed.
	 * @param before its size before, in bytes
	 * @param after its size after
	 */
	void resized(long before, long after) {
		long steps = (after >> QUEUE_STEP) - (before >> QUEUE_STEP);
		if (steps != 0) {
			add(steps << QUEUE_STEP);
		}
	}

	/**
	 * The number of messages in a queue has changed by one.
	 * @param before the number before
	 * @param after the number after
	 */
	void recounted(int before, int after) {
		int steps = (after >> MESSAGES_STEP) - (before >> MESSAGES_STEP);
		if (steps != 0) {
			add((long) steps << QUEUE_STEP);
		}
	}

	/**
	 * More or less waits.
	 * @param change bytes
	 */
	void add(long change) {
		long after = this.bytes.addAndGet(change);
		long steps = (after >> BUDGET_STEP) - ((after - change) >> BUDGET_STEP);
		if (steps != 0) {
			this.budget.add(steps << BUDGET_STEP);
		}
	}

	long bytes() {
		return this.bytes.get();
	}

}
