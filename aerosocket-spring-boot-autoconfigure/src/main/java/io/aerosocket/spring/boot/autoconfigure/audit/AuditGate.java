package io.aerosocket.spring.boot.autoconfigure.audit;

import java.util.concurrent.TimeUnit;

/**
 * Lets so many events of a type through in a second, and counts the others. Safe for any
 * thread.
 */
final class AuditGate {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final int perSecond;

	private long second;

	private int passed;

	private long leftOut;

	AuditGate(int perSecond, long now) {
		this.perSecond = perSecond;
		this.second = now;
	}

	/**
	 * Asks to report an event.
	 * @param now the time, in nanoseconds
	 * @return whether to
	 */
	synchronized boolean opens(long now) {
		if (now - this.second >= SECOND) {
			this.second = now;
			this.passed = 0;
		}
		if (this.passed < this.perSecond) {
			this.passed++;
			return true;
		}
		this.leftOut++;
		return false;
	}

	/**
	 * Counts an event that could not be reported for another reason.
	 */
	synchronized void lost() {
		this.leftOut++;
	}

	/**
	 * Returns how many were counted, and counts anew.
	 * @return the number
	 */
	synchronized long leftOut() {
		long count = this.leftOut;
		this.leftOut = 0;
		return count;
	}

}
