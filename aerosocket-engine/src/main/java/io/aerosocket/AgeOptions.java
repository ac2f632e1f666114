package io.aerosocket;

import java.time.Duration;

/**
 * How long a connection may live, checked once and then immutable. One that has reached
 * its age is closed with 1001 when its handler has finished what was received: peers come
 * back, to another server if there are several, and with fresh credentials.
 *
 * @param max the age, or zero for any
 * @param jitter the share of the age by which connections may be closed earlier, each by
 * a part of it, so that those that came together do not all go together
 */
public record AgeOptions(Duration max, double jitter) {

	private static final Duration LONGEST = Duration.ofDays(365);

	/** Any age. */
	public static final AgeOptions UNLIMITED = new AgeOptions(Duration.ZERO, 0.2);

	private static final int FRACTION_BITS = 53;

	private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

	public AgeOptions {
		if (max.isNegative() || max.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException("age max: " + max + " (expected: PT0S to 365 days)");
		}
		if (!(jitter >= 0 && jitter <= 1)) {
			throw new IllegalArgumentException("age jitter: " + jitter + " (expected: 0.0 to 1.0)");
		}
	}

	/**
	 * Sets the age.
	 * @param age up to 365 days, or zero, which is the default, for any
	 * @return new options
	 */
	public AgeOptions withMax(Duration age) {
		return new AgeOptions(age, this.jitter);
	}

	/**
	 * Sets by how much connections may be closed earlier.
	 * @param share 0.0 for none to 1.0 for any time before the age; 0.2 unless set
	 * @return new options
	 */
	public AgeOptions withJitter(double share) {
		return new AgeOptions(this.max, share);
	}

	/**
	 * Returns the age of one connection.
	 * @param number any number that is the connection's own, and the same each time
	 * @return nanoseconds
	 */
	public long nanosFor(long number) {
		// The golden ratio spreads numbers that follow one another evenly over all there
		// are.
		double fraction = (double) ((number * GOLDEN_RATIO) >>> (Long.SIZE - FRACTION_BITS)) / (1L << FRACTION_BITS);
		return (long) (this.max.toNanos() * (1 - this.jitter * fraction));
	}

}
