package io.aerosocket.server;

import java.time.Duration;

/**
 * What the values of options have to be.
 */
final class OptionRanges {

	private static final Duration LONGEST = Duration.ofDays(365);

	private OptionRanges() {
	}

	static void time(String name, Duration value) {
		if (value.isNegative() || value.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(name + ": " + value + " (expected: PT0S to 365 days)");
		}
	}

	static void number(String name, int value, int minimum, int maximum) {
		if (value < minimum || value > maximum) {
			throw new IllegalArgumentException(name + ": " + value + " (expected: " + minimum + "-" + maximum + ")");
		}
	}

}
