package io.aerosocket;

import java.time.Duration;

/**
 * The limits that all connections of a server share, checked once and then immutable.
 *
 * @param rateLimit how much they may send together
 * @param memoryBudget bytes that may wait to be written to all of them together; beyond
 * that the largest queues are given up. What the transport of each holds comes on top
 * @param loopBlockedAfter time after which an event loop that a handler keeps busy is
 * reported, zero for never
 * @param maxDeadLetters messages that may wait for a dead letter sink
 * @param maxDeadLetterBytes bytes of messages that may wait for a dead letter sink
 * @param inboundMemoryBudget bytes that may be kept of messages of all connections that
 * are unfinished or wait for their handlers together; beyond that the connections that
 * keep most are closed
 */
public record SharedLimits(RateLimitOptions rateLimit, long memoryBudget, Duration loopBlockedAfter, int maxDeadLetters,
		long maxDeadLetterBytes, long inboundMemoryBudget) {

	/** The smallest budget. */
	private static final long SMALLEST_BUDGET = 1 << 20;

	/** The defaults, with a quarter of the direct memory that the process may take. */
	public static final SharedLimits DEFAULTS = new SharedLimits(RateLimitOptions.OFF.withPolicy(RateLimitPolicy.DELAY),
			Math.max(SMALLEST_BUDGET, DirectMemory.max() / 4), Duration.ofSeconds(2), 1000, 4 << 20,
			Math.max(SMALLEST_BUDGET, DirectMemory.max() / 4));

	public SharedLimits {
		budget("memoryBudget", memoryBudget);
		budget("inboundMemoryBudget", inboundMemoryBudget);
		if (loopBlockedAfter.isNegative() || loopBlockedAfter.toDays() >= 1
				|| (loopBlockedAfter.toMillis() < 10 && !loopBlockedAfter.isZero())) {
			throw new IllegalArgumentException(
					"loopBlockedAfter: " + loopBlockedAfter + " (expected: PT0.01S to 1 day, or PT0S for never)");
		}
		atLeastOne("maxDeadLetters", maxDeadLetters);
		atLeastOne("maxDeadLetterBytes", maxDeadLetterBytes);
	}

	/**
	 * Sets how much all connections may send together.
	 * @param limit the limit; none unless set
	 * @return new limits
	 */
	public SharedLimits withRateLimit(RateLimitOptions limit) {
		return new SharedLimits(limit, this.memoryBudget, this.loopBlockedAfter, this.maxDeadLetters,
				this.maxDeadLetterBytes, this.inboundMemoryBudget);
	}

	/**
	 * Sets how much may wait to be written to all connections together.
	 * @param bytes a mebibyte or more; a quarter of the direct memory that the process
	 * may take, which is {@code -XX:MaxDirectMemorySize} or else as much as the heap,
	 * unless set
	 * @return new limits
	 */
	public SharedLimits withMemoryBudget(long bytes) {
		return new SharedLimits(this.rateLimit, bytes, this.loopBlockedAfter, this.maxDeadLetters,
				this.maxDeadLetterBytes, this.inboundMemoryBudget);
	}

	/**
	 * Sets when an event loop that a handler keeps busy is reported.
	 * @param time 10 milliseconds or more, zero for never; 2 seconds unless set
	 * @return new limits
	 */
	public SharedLimits withLoopBlockedAfter(Duration time) {
		return new SharedLimits(this.rateLimit, this.memoryBudget, time, this.maxDeadLetters, this.maxDeadLetterBytes,
				this.inboundMemoryBudget);
	}

	/**
	 * Sets how many messages may wait for a dead letter sink.
	 * @param letters 1 or more; 1000 unless set
	 * @return new limits
	 */
	public SharedLimits withMaxDeadLetters(int letters) {
		return new SharedLimits(this.rateLimit, this.memoryBudget, this.loopBlockedAfter, letters,
				this.maxDeadLetterBytes, this.inboundMemoryBudget);
	}

	/**
	 * Sets how many bytes of messages may wait for a dead letter sink.
	 * @param bytes 1 or more; 4 MiB unless set
	 * @return new limits
	 */
	public SharedLimits withMaxDeadLetterBytes(long bytes) {
		return new SharedLimits(this.rateLimit, this.memoryBudget, this.loopBlockedAfter, this.maxDeadLetters, bytes,
				this.inboundMemoryBudget);
	}

	/**
	 * Sets how much may be kept of messages of all connections together that are
	 * unfinished or wait for their handlers.
	 * @param bytes a mebibyte or more; a quarter of the direct memory that the process
	 * may take, which is {@code -XX:MaxDirectMemorySize} or else as much as the heap,
	 * unless set
	 * @return new limits
	 */
	public SharedLimits withInboundMemoryBudget(long bytes) {
		return new SharedLimits(this.rateLimit, this.memoryBudget, this.loopBlockedAfter, this.maxDeadLetters,
				this.maxDeadLetterBytes, bytes);
	}

	private static void budget(String name, long bytes) {
		if (bytes < SMALLEST_BUDGET) {
			throw new IllegalArgumentException(name + ": " + bytes + " (expected: " + SMALLEST_BUDGET + " or more)");
		}
	}

	private static void atLeastOne(String name, long value) {
		if (value < 1) {
			throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
		}
	}

}
