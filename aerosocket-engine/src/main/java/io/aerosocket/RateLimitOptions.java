package io.aerosocket;

import java.time.Duration;

/**
 * How much may be received in a second, checked once and then immutable. What was not
 * used is saved up, as much as comes together in the time of a burst.
 * <p>
 * A message is taken whole as long as anything is left, and may then leave a debt: one
 * that is larger than a burst is possible, and the next one has to wait for longer. Pings
 * and Pongs do not count as messages; a connection may send as many again of them.
 *
 * @param messagesPerSecond messages, or zero for any number
 * @param bytesPerSecond bytes of payload, as handlers see it, or zero for any number
 * @param burst the time whose messages and bytes may come at once
 * @param policy what happens to more than that
 */
public record RateLimitOptions(long messagesPerSecond, long bytesPerSecond, Duration burst, RateLimitPolicy policy) {

	/** No limit. */
	public static final RateLimitOptions OFF = new RateLimitOptions(0, 0, Duration.ofSeconds(1), RateLimitPolicy.CLOSE);

	private static final long MOST_MESSAGES = 1_000_000_000L;

	private static final long MOST_BYTES = 1L << 40;

	private static final long SHORTEST_BURST_MILLIS = 10;

	private static final long LONGEST_BURST_MILLIS = 3_600_000;

	public RateLimitOptions {
		inRange("messagesPerSecond", messagesPerSecond, MOST_MESSAGES);
		inRange("bytesPerSecond", bytesPerSecond, MOST_BYTES);
		if (burst.compareTo(Duration.ofMillis(SHORTEST_BURST_MILLIS)) < 0
				|| burst.compareTo(Duration.ofMillis(LONGEST_BURST_MILLIS)) > 0) {
			throw new IllegalArgumentException("rateLimit burst: " + burst + " (expected: PT0.01S to PT1H)");
		}
	}

	/**
	 * Returns whether there is nothing to keep to.
	 * @return {@code true} if neither messages nor bytes are limited
	 */
	public boolean isOff() {
		return this.messagesPerSecond == 0 && this.bytesPerSecond == 0;
	}

	/**
	 * Sets how many messages may be received.
	 * @param messages messages in a second, up to a billion, or zero for any number
	 * @return new options
	 */
	public RateLimitOptions withMessagesPerSecond(long messages) {
		return new RateLimitOptions(messages, this.bytesPerSecond, this.burst, this.policy);
	}

	/**
	 * Sets how many bytes may be received.
	 * @param bytes bytes in a second, up to a tebibyte, or zero for any number
	 * @return new options
	 */
	public RateLimitOptions withBytesPerSecond(long bytes) {
		return new RateLimitOptions(this.messagesPerSecond, bytes, this.burst, this.policy);
	}

	/**
	 * Sets how much may come at once after a pause.
	 * @param time the time that it has to be saved up in, 10 milliseconds to an hour; a
	 * second unless set
	 * @return new options
	 */
	public RateLimitOptions withBurst(Duration time) {
		return new RateLimitOptions(this.messagesPerSecond, this.bytesPerSecond, time, this.policy);
	}

	/**
	 * Sets what happens to more than that.
	 * @param action the policy; {@link RateLimitPolicy#CLOSE} unless set
	 * @return new options
	 */
	public RateLimitOptions withPolicy(RateLimitPolicy action) {
		return new RateLimitOptions(this.messagesPerSecond, this.bytesPerSecond, this.burst, action);
	}

	private static void inRange(String name, long value, long most) {
		if (value < 0 || value > most) {
			throw new IllegalArgumentException(
					"rateLimit " + name + ": " + value + " (expected: 0-" + most + ", 0 for any number)");
		}
	}

}
