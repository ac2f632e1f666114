package io.aerosocket;

/**
 * The limits that all connections of a server share, checked once and then immutable.
 *
 * @param rateLimit how much they may send together
 * @param memoryBudget bytes that may wait to be written to all of them together; beyond
 * that the largest queues are given up. What the transport of each holds comes on top
 */
public record SharedLimits(RateLimitOptions rateLimit, long memoryBudget) {

	/** The smallest budget. */
	private static final long SMALLEST_BUDGET = 1 << 20;

	/** The defaults, with a quarter of the direct memory that the process may take. */
	public static final SharedLimits DEFAULTS = new SharedLimits(RateLimitOptions.OFF.withPolicy(RateLimitPolicy.DELAY),
			Math.max(SMALLEST_BUDGET, DirectMemory.max() / 4));

	public SharedLimits {
		if (memoryBudget < SMALLEST_BUDGET) {
			throw new IllegalArgumentException(
					"memoryBudget: " + memoryBudget + " (expected: " + SMALLEST_BUDGET + " or more)");
		}
	}

	/**
	 * Sets how much all connections may send together.
	 * @param limit the limit; none unless set
	 * @return new limits
	 */
	public SharedLimits withRateLimit(RateLimitOptions limit) {
		return new SharedLimits(limit, this.memoryBudget);
	}

	/**
	 * Sets how much may wait to be written to all connections together.
	 * @param bytes a mebibyte or more; a quarter of the direct memory that the process
	 * may take, which is {@code -XX:MaxDirectMemorySize} or else as much as the heap,
	 * unless set
	 * @return new limits
	 */
	public SharedLimits withMemoryBudget(long bytes) {
		return new SharedLimits(this.rateLimit, bytes);
	}

}
