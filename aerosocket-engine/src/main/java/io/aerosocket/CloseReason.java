package io.aerosocket;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Why a connection ended or is to end (RFC 6455 section 7.1.6).
 *
 * @param code the close code
 * @param text the reason's text, often empty; at most 123 bytes of UTF-8 travel
 * @param remote whether the peer closed first
 */
public record CloseReason(CloseCode code, String text, boolean remote) {

	private static final String RETRY_AFTER = "retry-after=";

	// So many digits that it is no more than 31 years.
	private static final Pattern HINT = Pattern.compile("(?:^|[;\\s])" + RETRY_AFTER + "(\\d{1,9})(?![^;\\s])");

	/**
	 * Asks the peer to come back later, as a server does that stops: the text is followed
	 * by {@code ; retry-after=} and a number of seconds, as in HTTP's header of that
	 * name.
	 * @param code the close code
	 * @param text why, for people; with the hint at most 123 bytes travel
	 * @param time how long to stay away, rounded to whole seconds, zero to come back at
	 * once
	 * @return the reason, whose {@link #retryAfter()} is that time
	 * @throws IllegalArgumentException if the time is negative or longer than 30 years
	 */
	public static CloseReason retryAfter(CloseCode code, String text, Duration time) {
		if (time.isNegative() || time.toDays() > 30 * 365) {
			throw new IllegalArgumentException("retry-after: " + time + " (expected: PT0S to 30 years)");
		}
		String hint = RETRY_AFTER + time.plusMillis(500).toSeconds();
		return new CloseReason(code, text.isEmpty() ? hint : text + "; " + hint, false);
	}

	/**
	 * Returns whether a closing handshake ended the connection, rather than a lost
	 * network or a time-out.
	 * @return {@code false} for code 1006
	 */
	public boolean clean() {
		return !CloseCode.ABNORMAL.equals(this.code);
	}

	/**
	 * Returns how long the peer asks us to stay away, if it says so.
	 * @return the time of {@code retry-after=} in the text, or {@code null} without one
	 */
	public @Nullable Duration retryAfter() {
		if (!this.text.contains(RETRY_AFTER)) {
			return null;
		}
		Matcher hint = HINT.matcher(this.text);
		return hint.find() ? Duration.ofSeconds(Long.parseLong(hint.group(1))) : null;
	}

}
