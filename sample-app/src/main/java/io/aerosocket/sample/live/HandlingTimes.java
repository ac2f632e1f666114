package io.aerosocket.sample.live;

import java.util.concurrent.atomic.AtomicLongArray;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import io.aerosocket.Connection;
import io.aerosocket.telemetry.EngineListener;

/**
 * Counts how long handlers take, in buckets that are an eighth of a power of two wide:
 * percentiles are wrong by 12 percent at most, and a call costs one addition.
 */
@Component
final class HandlingTimes implements EngineListener {

	private static final int STEP_BITS = 3;

	private static final int STEPS = 1 << STEP_BITS;

	private final AtomicLongArray counts = new AtomicLongArray(Long.SIZE * STEPS);

	@Override
	public void handled(Connection connection, long nanos, boolean failed) {
		count(nanos);
	}

	void count(long nanos) {
		this.counts.incrementAndGet(bucket(nanos));
	}

	/**
	 * Returns how many calls there were since the start.
	 * @return a number for each bucket
	 */
	long[] totals() {
		long[] totals = new long[this.counts.length()];
		for (int i = 0; i < totals.length; i++) {
			totals[i] = this.counts.get(i);
		}
		return totals;
	}

	/**
	 * Returns the percentiles of the calls between two looks.
	 * @param before the totals of the first look
	 * @param now the totals of the second look
	 * @return percentiles, or {@code null} if there was no call
	 */
	static LiveEvent.@Nullable Latency between(long[] before, long[] now) {
		long calls = 0;
		for (int i = 0; i < now.length; i++) {
			calls += now[i] - before[i];
		}
		if (calls == 0) {
			return null;
		}
		return new LiveEvent.Latency(percentile(before, now, calls, 0.5), percentile(before, now, calls, 0.95),
				percentile(before, now, calls, 0.99));
	}

	private static double percentile(long[] before, long[] now, long calls, double share) {
		long rank = (long) Math.ceil(calls * share);
		int bucket = -1;
		for (long seen = 0; seen < rank; seen += now[bucket] - before[bucket]) {
			bucket++;
		}
		return Math.round(upperBound(bucket) / 10.0) / 100.0;
	}

	private static int bucket(long nanos) {
		long value = Math.max(STEPS, nanos);
		int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
		int step = (int) (value >>> (power - STEP_BITS)) - STEPS;
		return power * STEPS + step;
	}

	private static double upperBound(int bucket) {
		return Math.scalb(1.0 + (bucket % STEPS + 1.0) / STEPS, bucket / STEPS);
	}

}
