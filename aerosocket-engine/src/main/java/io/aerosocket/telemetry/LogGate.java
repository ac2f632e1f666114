package io.aerosocket.telemetry;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets a line that peers can cause into the log once in ten seconds, and counts those it
 * kept out, so that no peer can fill a disk. Safe for any thread.
 */
public final class LogGate {

	private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final AtomicLong opensAt = new AtomicLong(System.nanoTime());

	private final AtomicInteger refused = new AtomicInteger();

	/**
	 * Asks to log.
	 * @return whether to
	 */
	public boolean opens() {
		long now = System.nanoTime();
		long next = this.opensAt.get();
		if (now - next >= 0 && this.opensAt.compareAndSet(next, now + INTERVAL_NANOS)) {
			return true;
		}
		this.refused.incrementAndGet();
		return false;
	}

	/**
	 * Returns how many lines were kept out since it opened last, and counts anew.
	 * @return the number
	 */
	public int leftOut() {
		return this.refused.getAndSet(0);
	}

}
