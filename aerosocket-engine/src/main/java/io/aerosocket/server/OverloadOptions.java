package io.aerosocket.server;

import java.time.Duration;

/**
 * When a server has so much to do that it takes no new connections, checked once and then
 * immutable. Those that it has go on.
 *
 * @param maxLoopLag how late an event loop may run, or zero for any lateness
 * @param maxConnectionShare the share of all connections that may be open, 1.0 for all
 * @param maxMemoryShare the share of the memory budget that may be used, 1.0 for all
 * @param after how long one of them has to be exceeded before the server is overloaded
 * @param hold how long it then stays so at least; afterwards all of them have to be a
 * fifth below their limit
 * @param retryAfter how long peers are told to stay away; each is told up to half as much
 * again, so that they do not come back together
 */
public record OverloadOptions(Duration maxLoopLag, double maxConnectionShare, double maxMemoryShare, Duration after,
		Duration hold, Duration retryAfter) {

	private static final Duration LONGEST = Duration.ofHours(1);

	/** Never overloaded. */
	public static final OverloadOptions OFF = new OverloadOptions(Duration.ZERO, 1, 1, Duration.ofSeconds(3),
			Duration.ofSeconds(10), Duration.ofSeconds(10));

	public OverloadOptions {
		inRange("maxLoopLag", maxLoopLag);
		inRange("after", after);
		inRange("hold", hold);
		inRange("retryAfter", retryAfter);
		inRange("maxConnectionShare", maxConnectionShare);
		inRange("maxMemoryShare", maxMemoryShare);
	}

	/**
	 * Sets how late an event loop may run.
	 * @param lag up to an hour; zero, which is the default, for any lateness
	 * @return new options
	 */
	public OverloadOptions withMaxLoopLag(Duration lag) {
		return new OverloadOptions(lag, this.maxConnectionShare, this.maxMemoryShare, this.after, this.hold,
				this.retryAfter);
	}

	/**
	 * Sets which share of all connections may be open.
	 * @param share more than 0.0, to 1.0, which is the default, for all
	 * @return new options
	 */
	public OverloadOptions withMaxConnectionShare(double share) {
		return new OverloadOptions(this.maxLoopLag, share, this.maxMemoryShare, this.after, this.hold, this.retryAfter);
	}

	/**
	 * Sets which share of the memory budget may be used.
	 * @param share more than 0.0, to 1.0, which is the default, for all
	 * @return new options
	 */
	public OverloadOptions withMaxMemoryShare(double share) {
		return new OverloadOptions(this.maxLoopLag, this.maxConnectionShare, share, this.after, this.hold,
				this.retryAfter);
	}

	/**
	 * Sets how long a limit has to be exceeded before the server is overloaded.
	 * @param time up to an hour; 3 seconds unless set
	 * @return new options
	 */
	public OverloadOptions withAfter(Duration time) {
		return new OverloadOptions(this.maxLoopLag, this.maxConnectionShare, this.maxMemoryShare, time, this.hold,
				this.retryAfter);
	}

	/**
	 * Sets how long the server stays overloaded at least.
	 * @param time up to an hour; 10 seconds unless set
	 * @return new options
	 */
	public OverloadOptions withHold(Duration time) {
		return new OverloadOptions(this.maxLoopLag, this.maxConnectionShare, this.maxMemoryShare, this.after, time,
				this.retryAfter);
	}

	/**
	 * Sets how long peers are told to stay away.
	 * @param time up to an hour; 10 seconds unless set
	 * @return new options
	 */
	public OverloadOptions withRetryAfter(Duration time) {
		return new OverloadOptions(this.maxLoopLag, this.maxConnectionShare, this.maxMemoryShare, this.after, this.hold,
				time);
	}

	private static void inRange(String name, Duration value) {
		if (value.isNegative() || value.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException("overload " + name + ": " + value + " (expected: PT0S to PT1H)");
		}
	}

	private static void inRange(String name, double share) {
		if (!(share > 0 && share <= 1)) {
			throw new IllegalArgumentException(
					"overload " + name + ": " + share + " (expected: more than 0.0, to 1.0 for all)");
		}
	}

}
