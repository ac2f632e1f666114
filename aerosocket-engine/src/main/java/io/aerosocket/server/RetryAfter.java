package io.aerosocket.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a peer that is turned away is told to stay away (RFC 9110 section 10.2.3): not
 * all of them equally long, or they would all come back together.
 */
final class RetryAfter {

	/** For limits that somebody else's leaving makes room below. */
	private static final Duration SHORT = Duration.ofSeconds(5);

	private RetryAfter() {
	}

	/**
	 * Returns the header for who may come back soon.
	 * @return 5 to 7 seconds
	 */
	static Map<String, String> soon() {
		return Map.of("Retry-After", seconds(SHORT));
	}

	/**
	 * Returns a time and up to half as much again.
	 * @param shortest the time
	 * @return whole seconds, at least one
	 */
	static String seconds(Duration shortest) {
		long millis = shortest.toMillis();
		long jittered = millis + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
		return Long.toString(Math.max(1, jittered / 1000));
	}

}
