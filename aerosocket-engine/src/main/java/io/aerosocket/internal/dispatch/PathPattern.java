package io.aerosocket.internal.dispatch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A path with variables, such as {@code /chat/{room}}. A variable stands for one segment
 * that is not empty. More precise patterns come first in order: a literal segment before
 * a variable, from left to right.
 */
public final class PathPattern implements Comparable<PathPattern> {

	private final String text;

	private final List<Segment> segments;

	private PathPattern(String text, List<Segment> segments) {
		this.text = text;
		this.segments = segments;
	}

	/**
	 * Reads a pattern.
	 * @param text the pattern
	 * @return the pattern
	 * @throws IllegalArgumentException if it is malformed
	 */
	public static PathPattern parse(String text) {
		if (!text.startsWith("/")) {
			throw malformed(text, "it starts with a slash");
		}
		List<Segment> segments = new ArrayList<>();
		Set<String> names = new HashSet<>();
		for (String part : text.substring(1).split("/", -1)) {
			boolean variable = part.startsWith("{") && part.endsWith("}");
			String name = variable ? part.substring(1, part.length() - 1) : part;
			if (name.indexOf('{') >= 0 || name.indexOf('}') >= 0 || (variable && name.isEmpty())) {
				throw malformed(text, "a variable is a whole segment, such as {room}");
			}
			if (variable && !names.add(name)) {
				throw malformed(text, "no variable comes twice");
			}
			if (!variable && name.chars().anyMatch((c) -> c <= ' ' || c == '?' || c == '#' || c == '*' || c == '%')) {
				throw malformed(text, "no blanks, wildcards or escapes; characters as they are when decoded");
			}
			segments.add(new Segment(name, variable));
		}
		return new PathPattern(text, segments);
	}

	/**
	 * Matches a path.
	 * @param path the path's segments, decoded
	 * @return the variables' values by name, or {@code null} when it does not match
	 */
	@Nullable Map<String, String> match(List<String> path) {
		if (path.size() != this.segments.size()) {
			return null;
		}
		Map<String, String> variables = new LinkedHashMap<>();
		for (int i = 0; i < path.size(); i++) {
			Segment segment = this.segments.get(i);
			String value = path.get(i);
			if (segment.variable()) {
				if (value.isEmpty()) {
					return null;
				}
				variables.put(segment.name(), value);
			}
			else if (!segment.name().equals(value)) {
				return null;
			}
		}
		return Map.copyOf(variables);
	}

	/**
	 * Returns whether another pattern matches exactly the same paths.
	 * @param other the other pattern
	 * @return {@code true} if they differ in the names of variables at most
	 */
	boolean isSameAs(PathPattern other) {
		return compareTo(other) == 0;
	}

	boolean hasVariables() {
		return this.segments.stream().anyMatch(Segment::variable);
	}

	@Override
	public int compareTo(PathPattern other) {
		int shorter = Math.min(this.segments.size(), other.segments.size());
		for (int i = 0; i < shorter; i++) {
			int order = this.segments.get(i).compareTo(other.segments.get(i));
			if (order != 0) {
				return order;
			}
		}
		return Integer.compare(this.segments.size(), other.segments.size());
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof PathPattern pattern && isSameAs(pattern);
	}

	@Override
	public int hashCode() {
		return this.segments.size();
	}

	@Override
	public String toString() {
		return this.text;
	}

	private static IllegalArgumentException malformed(String text, String expected) {
		return new IllegalArgumentException("path pattern: " + text + " (expected: " + expected + ")");
	}

	/**
	 * One segment.
	 *
	 * @param name the text, or the variable's name
	 * @param variable whether it is a variable
	 */
	private record Segment(String name, boolean variable) implements Comparable<Segment> {

		@Override
		public int compareTo(Segment other) {
			if (this.variable != other.variable) {
				return this.variable ? 1 : -1;
			}
			return this.variable ? 0 : this.name.compareTo(other.name);
		}

	}

}
