package io.aerosocket.telemetry;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Counts what limits do to those who connect, besides refusals. Safe for any thread.
 */
public final class AdmissionCounters {

	private final LongAdder acceptPauses = new LongAdder();

	private final LongAdder expired = new LongAdder();

	private volatile Supplier<@Nullable String> overload = () -> null;

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

	/**
	 * Sets who knows whether the server is overloaded.
	 * @param reason tells why it is now, {@code null} if it is not
	 */
	public void overload(Supplier<@Nullable String> reason) {
		this.overload = reason;
	}

	AdmissionTotals totals() {
		return new AdmissionTotals(this.acceptPauses.sum(), this.expired.sum(), this.overload.get());
	}

}
