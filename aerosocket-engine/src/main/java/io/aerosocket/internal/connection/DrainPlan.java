package io.aerosocket.internal.connection;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;

/**
 * How connections are told that they have to go.
 *
 * @param text why, for people
 * @param window the longest time over which the Close frames are spread
 * @param batchSize how many are told at a time
 * @param jitter by how much times are spread at random, 0 to 1
 * @param retryAfter how long they are to stay away, or {@code null} to say nothing of it
 */
public record DrainPlan(String text, Duration window, int batchSize, double jitter, @Nullable Duration retryAfter) {

	/** For the end of a client, whose peers do not come back. */
	public static final DrainPlan CLIENT = new DrainPlan("the client is shutting down", Duration.ZERO,
			Integer.MAX_VALUE, 0, null);

	/** A smaller crowd is not made to wait for the whole window. */
	private static final Duration LONGEST_PER_CONNECTION = Duration.ofMillis(10);

	/**
	 * Returns the time between two batches.
	 * @param connections how many there are to tell
	 * @param longest the longest time over which they are to be told
	 * @return nanoseconds
	 */
	long gapNanos(int connections, Duration longest) {
		long batches = ((long) connections + this.batchSize - 1) / this.batchSize;
		Duration spread = (this.window.compareTo(longest) < 0) ? this.window : longest;
		long most = LONGEST_PER_CONNECTION.multipliedBy(this.batchSize).toNanos();
		return Math.min(spread.toNanos() / Math.max(batches, 1), most);
	}

	/**
	 * Returns how much later than its batch a connection is told.
	 * @param gapNanos the time between two batches
	 * @return nanoseconds
	 */
	long delayNanos(long gapNanos) {
		return (long) (gapNanos * this.jitter * ThreadLocalRandom.current().nextDouble());
	}

	/**
	 * Says goodbye to one connection.
	 * @return code 1001, with how long to stay away
	 */
	CloseReason goodbye() {
		if (this.retryAfter == null) {
			return new CloseReason(CloseCode.GOING_AWAY, this.text, false);
		}
		double longer = 1 + this.jitter * ThreadLocalRandom.current().nextDouble();
		Duration away = Duration.ofMillis((long) (this.retryAfter.toMillis() * longer));
		return CloseReason.retryAfter(CloseCode.GOING_AWAY, this.text, away);
	}

}
