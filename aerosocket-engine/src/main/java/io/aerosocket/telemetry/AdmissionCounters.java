package io.aerosocket.telemetry;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what limits do to those who connect, besides refusals. Safe for any thread.
 */
public final class AdmissionCounters {

	private final LongAdder acceptPauses = new LongAdder();

	private final LongAdder expired = new LongAdder();

	AdmissionCounters() {
	}

	/**
	 * Counts that a listener stopped accepting for a moment.
	 */
	public void acceptPaused() {
		this.acceptPauses.increment();
	}

	/**
	 * Counts a connection that has reached its age.
	 */
	public void connectionExpired() {
		this.expired.increment();
	}

	AdmissionTotals totals() {
		return new AdmissionTotals(this.acceptPauses.sum(), this.expired.sum());
	}

}
