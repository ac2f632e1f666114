package io.aerosocket.internal.connection;

import java.util.concurrent.TimeUnit;

import io.aerosocket.RateLimitOptions;

/**
 * How much of its rate one sender has used. Kept as the times until which what came is
 * paid for, so that nothing has to fill it up again and the rate may change at any time.
 */
final class TokenBucket {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private long messagesPaid;

	private long bytesPaid;

	/**
	 * Creates a full bucket.
	 * @param now the time in nanoseconds
	 */
	TokenBucket(long now) {
		this.messagesPaid = now;
		this.bytesPaid = now;
	}

	/**
	 * Returns whether nothing is left.
	 * @param limit the rate
	 * @param now the time
	 * @return whether to wait
	 */
	boolean isSpent(RateLimitOptions limit, long now) {
		return isSpent(this.messagesPaid, limit.messagesPerSecond(), limit, now)
				|| isSpent(this.bytesPaid, limit.bytesPerSecond(), limit, now);
	}

	/**
	 * Returns whether nothing is left for the rest of a message that was begun.
	 * @param limit the rate
	 * @param now the time
	 * @return whether to wait
	 */
	boolean isSpentOfBytes(RateLimitOptions limit, long now) {
		return isSpent(this.bytesPaid, limit.bytesPerSecond(), limit, now);
	}

	/**
	 * Takes out what a message costs, whether or not so much is left.
	 * @param limit the rate
	 * @param now the time
	 * @param messages how many
	 * @param bytes their size
	 */
	void take(RateLimitOptions limit, long now, int messages, int bytes) {
		this.messagesPaid = paid(this.messagesPaid, messages, limit.messagesPerSecond(), now);
		this.bytesPaid = paid(this.bytesPaid, bytes, limit.bytesPerSecond(), now);
	}

	/**
	 * Returns whether a payment reaches so far ahead that not one more is left.
	 * @param paid until when what came is paid for
	 * @param rate how many in a second, 0 for any number
	 * @param limit says what may come at once
	 * @param now the time
	 * @return whether to wait
	 */
	static boolean isSpent(long paid, long rate, RateLimitOptions limit, long now) {
		return rate != 0 && paid - now > Math.max(0, limit.burst().toNanos() - SECOND / rate);
	}

	/**
	 * Returns until when it is paid for with so much more.
	 * @param paid until when it was
	 * @param amount how much more, up to 2 billion
	 * @param rate how many in a second, 0 for any number
	 * @param now the time
	 * @return the time
	 */
	static long paid(long paid, long amount, long rate, long now) {
		if (rate == 0) {
			return now;
		}
		// What was not used for longer than a burst is not saved up.
		return ((paid - now > 0) ? paid : now) + amount * SECOND / rate;
	}

}
