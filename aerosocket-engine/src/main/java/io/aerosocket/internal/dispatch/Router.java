package io.aerosocket.internal.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds what serves a path. Immutable.
 *
 * @param <T> what serves
 */
public final class Router<T> {

	private final Map<String, Match<T>> literals = new HashMap<>();

	private final List<Entry<T>> entries = new ArrayList<>();

	/**
	 * Creates a router.
	 * @param routes what serves each pattern
	 * @throws IllegalArgumentException if two patterns match the same paths
	 */
	public Router(List<Map.Entry<PathPattern, T>> routes) {
		for (Map.Entry<PathPattern, T> route : routes) {
			Entry<T> entry = new Entry<>(route.getKey(), route.getValue());
			for (Entry<T> other : this.entries) {
				if (entry.pattern().isSameAs(other.pattern())) {
					throw new IllegalArgumentException("route: " + entry.pattern() + " is the same as "
							+ other.pattern() + " (expected: one handler for each path)");
				}
			}
			this.entries.add(entry);
		}
		this.entries.sort((a, b) -> a.pattern().compareTo(b.pattern()));
		for (Entry<T> entry : this.entries) {
			if (!entry.pattern().hasVariables()) {
				this.literals.put(entry.pattern().toString(), new Match<>(entry.target(), entry.pattern(), Map.of()));
			}
		}
	}

	/**
	 * Finds what serves a path.
	 * @param path the path as it travelled, percent-encoded
	 * @return what was found, or {@code null}
	 * @throws IllegalArgumentException if the path's escapes are malformed
	 */
	public @Nullable Match<T> match(String path) {
		Match<T> literal = this.literals.get(path);
		if (literal != null) {
			return literal;
		}
		if (!path.startsWith("/")) {
			return null;
		}
		// Literals once more, since a path may spell one with escapes.
		List<String> segments = PercentDecoder.segments(path);
		for (Entry<T> entry : this.entries) {
			Map<String, String> variables = entry.pattern().match(segments);
			if (variables != null) {
				return new Match<>(entry.target(), entry.pattern(), variables);
			}
		}
		return null;
	}

	/**
	 * What serves a path.
	 *
	 * @param <T> what serves
	 * @param target what serves
	 * @param pattern the pattern that matched
	 * @param variables the values of its variables, decoded
	 */
	public record Match<T>(T target, PathPattern pattern, Map<String, String> variables) {

	}

	/**
	 * A route.
	 *
	 * @param <T> what serves
	 * @param pattern the pattern
	 * @param target what serves
	 */
	private record Entry<T>(PathPattern pattern, T target) {

	}

}
