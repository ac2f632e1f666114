package io.aerosocket.internal.connection;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.aerosocket.RateLimitOptions;
import io.aerosocket.SharedLimits;

/**
 * How much of their common rate all connections have used. Safe for any thread; event
 * loops that take the last of it at once may each take a message.
 * <p>
 * The common numbers are written for messages that are admitted only, which the rate
 * itself bounds, and not at all without one.
 */
final class TotalRates {

	private final Supplier<SharedLimits> limits;

	private final AtomicLong messagesPaid;

	private final AtomicLong bytesPaid;

	/**
	 * Creates full buckets.
	 * @param limits the limits at any time
	 * @param now the time in nanoseconds, by the clock that all event loops share
	 */
	TotalRates(Supplier<SharedLimits> limits, long now) {
		this.limits = limits;
		this.messagesPaid = new AtomicLong(now);
		this.bytesPaid = new AtomicLong(now);
	}

	RateLimitOptions limit() {
		return this.limits.get().rateLimit();
	}

	boolean isSpent(RateLimitOptions limit, long now) {
		return TokenBucket.isSpent(this.messagesPaid.get(), limit.messagesPerSecond(), limit, now)
				|| TokenBucket.isSpent(this.bytesPaid.get(), limit.bytesPerSecond(), limit, now);
	}

	boolean isSpentOfBytes(RateLimitOptions limit, long now) {
		return TokenBucket.isSpent(this.bytesPaid.get(), limit.bytesPerSecond(), limit, now);
	}

	void take(RateLimitOptions limit, long now, int messages, int bytes) {
		take(this.messagesPaid, messages, limit.messagesPerSecond(), now);
		take(this.bytesPaid, bytes, limit.bytesPerSecond(), now);
	}

	private static void take(AtomicLong paid, int amount, long rate, long now) {
		if (rate == 0) {
			return;
		}
		long before;
		do {
			before = paid.get();
		}
		while (!paid.compareAndSet(before, TokenBucket.paid(before, amount, rate, now)));
	}

}
