package io.aerosocket.server;

import java.time.Duration;

/**
 * How a server that stops says goodbye, checked once and then immutable. How long it
 * takes at most is said by the grace period and the drain window of
 * {@link ServerOptions}.
 *
 * @param batchSize how many connections are told at a time, 1 or more
 * @param jitter by how much times are spread at random, from 0 (not at all) to 1: when in
 * the time of its batch a connection is told, and how much longer than {@code retryAfter}
 * it is told to stay away
 * @param retryAfter how long peers are told to stay away, in whole seconds, zero to come
 * back at once
 * @param acceptFor how long the server goes on accepting connections when it already says
 * that it is draining, for load balancers that need time to notice; a part of the grace
 * period, of which it takes half at most
 */
public record DrainOptions(int batchSize, double jitter, Duration retryAfter, Duration acceptFor) {

	private static final Duration LONGEST = Duration.ofDays(1);

	/** What holds unless set. */
	public static final DrainOptions DEFAULTS = new DrainOptions(10, 0.5, Duration.ofSeconds(5), Duration.ZERO);

	public DrainOptions {
		if (batchSize < 1) {
			throw new IllegalArgumentException("drain batchSize: " + batchSize + " (expected: 1 or more)");
		}
		if (!(jitter >= 0 && jitter <= 1)) {
			throw new IllegalArgumentException("drain jitter: " + jitter + " (expected: 0.0-1.0)");
		}
		inRange("drain retryAfter", retryAfter);
		inRange("drain acceptFor", acceptFor);
	}

	/**
	 * Sets how many connections are told at a time.
	 * @param connections 1 or more; 10 unless set
	 * @return new options
	 */
	public DrainOptions withBatchSize(int connections) {
		return new DrainOptions(connections, this.jitter, this.retryAfter, this.acceptFor);
	}

	/**
	 * Sets by how much times are spread at random.
	 * @param share 0 to 1; 0.5 unless set
	 * @return new options
	 */
	public DrainOptions withJitter(double share) {
		return new DrainOptions(this.batchSize, share, this.retryAfter, this.acceptFor);
	}

	/**
	 * Sets how long peers are told to stay away.
	 * @param time zero or more; 5 seconds unless set
	 * @return new options
	 */
	public DrainOptions withRetryAfter(Duration time) {
		return new DrainOptions(this.batchSize, this.jitter, time, this.acceptFor);
	}

	/**
	 * Sets how long the server goes on accepting connections.
	 * @param time zero or more; zero unless set
	 * @return new options
	 */
	public DrainOptions withAcceptFor(Duration time) {
		return new DrainOptions(this.batchSize, this.jitter, this.retryAfter, time);
	}

	private static void inRange(String name, Duration value) {
		if (value.isNegative() || value.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(name + ": " + value + " (expected: PT0S to 1 day)");
		}
	}

}
