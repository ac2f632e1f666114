package io.aerosocket;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Whether the messages of connections are written to the log, to the logger
 * {@code io.aerosocket.traffic} at the level {@code INFO}, checked once and then
 * immutable. For finding faults: what peers say to each other is nobody else's business,
 * and to write it takes longer than to send it.
 * <p>
 * Only texts can be masked. Binary messages are written as they are, in hexadecimal
 * digits, and of messages in pieces only the size, since a mask could not see across
 * them.
 *
 * @param enabled whether messages are written at all
 * @param direction which messages are
 * @param paths of which connections: patterns of routes, such as {@code /chat/{room}}, or
 * paths as they are asked for, such as {@code /chat/tea}; empty for all
 * @param maxPayload how much of each payload is written, in bytes; 0 for none of it
 * @param maskedFields names of JSON members whose values are left out, whatever their
 * case and without regard to {@code _} and {@code -} in them
 * @param maskedPatterns regular expressions; what matches one is left out. They run on an
 * event loop, on what peers send: simple ones only
 */
public record TrafficLogOptions(boolean enabled, TrafficDirection direction, Set<String> paths, int maxPayload,
		Set<String> maskedFields, List<String> maskedPatterns) {

	/** Nothing is written. */
	public static final TrafficLogOptions OFF = new TrafficLogOptions(
			false, TrafficDirection.BOTH, Set.of(), 1024, Set.of("password", "passwd", "secret", "token",
					"access-token", "refresh-token", "id-token", "client-secret", "api-key", "authorization"),
			List.of());

	private static final int MOST_PAYLOAD = 64 * 1024;

	public TrafficLogOptions {
		if (maxPayload < 0 || maxPayload > MOST_PAYLOAD) {
			throw new IllegalArgumentException(
					"trafficLog maxPayload: " + maxPayload + " (expected: 0-" + MOST_PAYLOAD + ", 0 for no payload)");
		}
		paths = Set.copyOf(paths);
		maskedFields = Set.copyOf(maskedFields);
		maskedPatterns = List.copyOf(maskedPatterns);
		for (String path : paths) {
			if (!path.startsWith("/")) {
				throw new IllegalArgumentException(
						"trafficLog paths: " + path + " (expected: it starts with a slash, such as /chat/{room})");
			}
		}
		for (String pattern : maskedPatterns) {
			try {
				Pattern.compile(pattern);
			}
			catch (PatternSyntaxException ex) {
				throw new IllegalArgumentException("trafficLog maskedPatterns: " + pattern
						+ " (expected: a regular expression; " + ex.getDescription() + ")", ex);
			}
		}
	}

	/**
	 * Sets whether messages are written at all.
	 * @param on {@code false} unless set
	 * @return new options
	 */
	public TrafficLogOptions withEnabled(boolean on) {
		return new TrafficLogOptions(on, this.direction, this.paths, this.maxPayload, this.maskedFields,
				this.maskedPatterns);
	}

	/**
	 * Sets which messages are written.
	 * @param wanted the direction; both unless set
	 * @return new options
	 */
	public TrafficLogOptions withDirection(TrafficDirection wanted) {
		return new TrafficLogOptions(this.enabled, wanted, this.paths, this.maxPayload, this.maskedFields,
				this.maskedPatterns);
	}

	/**
	 * Sets whose messages are written.
	 * @param wanted patterns of routes, or paths; all unless set
	 * @return new options
	 */
	public TrafficLogOptions withPaths(Set<String> wanted) {
		return new TrafficLogOptions(this.enabled, this.direction, wanted, this.maxPayload, this.maskedFields,
				this.maskedPatterns);
	}

	/**
	 * Sets how much of each payload is written.
	 * @param bytes up to 65,536, or 0 for none of it; 1,024 unless set
	 * @return new options
	 */
	public TrafficLogOptions withMaxPayload(int bytes) {
		return new TrafficLogOptions(this.enabled, this.direction, this.paths, bytes, this.maskedFields,
				this.maskedPatterns);
	}

	/**
	 * Sets whose values are left out.
	 * @param names names of JSON members; those of the usual secrets unless set
	 * @return new options
	 */
	public TrafficLogOptions withMaskedFields(Set<String> names) {
		return new TrafficLogOptions(this.enabled, this.direction, this.paths, this.maxPayload, names,
				this.maskedPatterns);
	}

	/**
	 * Sets what else is left out.
	 * @param patterns regular expressions; none unless set
	 * @return new options
	 */
	public TrafficLogOptions withMaskedPatterns(List<String> patterns) {
		return new TrafficLogOptions(this.enabled, this.direction, this.paths, this.maxPayload, this.maskedFields,
				patterns);
	}

}
