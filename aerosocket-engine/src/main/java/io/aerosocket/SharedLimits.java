package io.aerosocket;

/**
 * The limits that all connections of a server share, checked once and then immutable.
 *
 * @param rateLimit how much they may send together
 */
public record SharedLimits(RateLimitOptions rateLimit) {

	/** The defaults. */
	public static final SharedLimits DEFAULTS = new SharedLimits(
			RateLimitOptions.OFF.withPolicy(RateLimitPolicy.DELAY));

	/**
	 * Sets how much all connections may send together.
	 * @param limit the limit; none unless set
	 * @return new limits
	 */
	public SharedLimits withRateLimit(RateLimitOptions limit) {
		return new SharedLimits(limit);
	}

}
