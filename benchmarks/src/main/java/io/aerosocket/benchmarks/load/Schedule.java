package io.aerosocket.benchmarks.load;

import java.util.concurrent.TimeUnit;

/**
 * The times at which messages are due, evenly spaced and fixed beforehand: a delay now
 * does not move the times that follow.
 */
final class Schedule {

	private static final long NANOS_IN_A_SECOND = TimeUnit.SECONDS.toNanos(1);

	private final long startNanos;

	private final int rate;

	private long taken;

	/**
	 * Creates a schedule.
	 * @param startNanos when the first message is due
	 * @param rate messages in a second
	 */
	Schedule(long startNanos, int rate) {
		this.startNanos = startNanos;
		this.rate = rate;
	}

	/**
	 * Returns whether a message is due.
	 * @param now the time
	 * @return whether the next one's time has come
	 */
	boolean isDue(long now) {
		return now - due() >= 0;
	}

	/**
	 * Takes the next message.
	 * @return when it is, or was, due
	 */
	long next() {
		long due = due();
		this.taken++;
		return due;
	}

	/**
	 * Returns how many messages were taken.
	 * @return the number
	 */
	long taken() {
		return this.taken;
	}

	private long due() {
		long seconds = this.taken / this.rate;
		return this.startNanos + seconds * NANOS_IN_A_SECOND + this.taken % this.rate * NANOS_IN_A_SECOND / this.rate;
	}

}
