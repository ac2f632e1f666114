package io.aerosocket.telemetry;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts a client's attempts to connect. Safe for any thread.
 */
public final class ConnectCounters {

	private final LongAdder attempts = new LongAdder();

	private final Map<ConnectFailureReason, LongAdder> failures = new EnumMap<>(ConnectFailureReason.class);

	ConnectCounters() {
		for (ConnectFailureReason reason : ConnectFailureReason.values()) {
			this.failures.put(reason, new LongAdder());
		}
	}

	/**
	 * Counts an attempt that begins.
	 */
	public void began() {
		this.attempts.increment();
	}

	/**
	 * Counts an attempt that failed.
	 * @param reason why
	 */
	public void failed(ConnectFailureReason reason) {
		LongAdder counter = this.failures.get(reason);
		if (counter != null) {
			counter.increment();
		}
	}

	ConnectTotals totals() {
		Map<ConnectFailureReason, Long> sums = new EnumMap<>(ConnectFailureReason.class);
		this.failures.forEach((reason, count) -> sums.put(reason, count.sum()));
		return new ConnectTotals(this.attempts.sum(), sums);
	}

}
