package io.aerosocket.benchmarks.load;

import java.util.function.LongConsumer;

/**
 * Messages that have been sent and that somebody has not received yet. Each receiver gets
 * them in order, so that they leave the window in order too.
 */
final class DeliveryWindow {

	private final int[] missing;

	private final long[] sentAtNanos;

	private final int receivers;

	private long sent;

	private long complete;

	/**
	 * Creates an empty window.
	 * @param depth how many messages have room
	 * @param receivers how many receive each of them
	 */
	DeliveryWindow(int depth, int receivers) {
		this.missing = new int[depth];
		this.sentAtNanos = new long[depth];
		this.receivers = receivers;
	}

	/**
	 * Returns how many messages may be sent.
	 * @return the number
	 */
	int room() {
		return this.missing.length - (int) (this.sent - this.complete);
	}

	/**
	 * Takes in messages.
	 * @param count how many, not more than there is room for
	 * @param now the time in nanoseconds
	 */
	void sent(int count, long now) {
		for (int i = 0; i < count; i++) {
			int slot = (int) (this.sent++ % this.missing.length);
			this.missing[slot] = this.receivers;
			this.sentAtNanos[slot] = now;
		}
	}

	/**
	 * Counts what a receiver got.
	 * @param before how many messages it had before
	 * @param count how many came now
	 * @param now the time in nanoseconds
	 * @param onComplete takes how long a message was under way that everybody has now
	 * @throws LoadException if it got more than was sent
	 */
	void received(long before, int count, long now, LongConsumer onComplete) {
		if (before + count > this.sent) {
			throw new LoadException("fan-out: message " + (before + count) + " of " + this.sent
					+ " that were sent (expected: each once)");
		}
		for (int i = 0; i < count; i++) {
			int slot = (int) ((before + i) % this.missing.length);
			if (--this.missing[slot] == 0) {
				this.complete++;
				onComplete.accept(now - this.sentAtNanos[slot]);
			}
		}
	}

}
