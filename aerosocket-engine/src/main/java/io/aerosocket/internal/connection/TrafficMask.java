package io.aerosocket.internal.connection;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.aerosocket.TrafficLogOptions;

/**
 * Finds out what of a text must not be in a log. The text may be JSON, may be broken, and
 * may be only the beginning of one: what is doubtful is hidden.
 */
final class TrafficMask {

	private final Set<String> fields;

	private final List<Pattern> patterns;

	TrafficMask(TrafficLogOptions options) {
		this.fields = options.maskedFields().stream().map(TrafficMask::plain).collect(Collectors.toUnmodifiableSet());
		this.patterns = options.maskedPatterns().stream().map(Pattern::compile).toList();
	}

	/**
	 * Looks through a text.
	 * @param text the text
	 * @return the characters to hide
	 */
	BitSet hidden(String text) {
		BitSet hidden = new BitSet();
		if (!this.fields.isEmpty()) {
			hideFields(text, hidden);
		}
		for (Pattern pattern : this.patterns) {
			Matcher matcher = pattern.matcher(text);
			while (matcher.find()) {
				hidden.set(matcher.start(), matcher.end());
			}
		}
		return hidden;
	}

	// What stands between two quotes is looked at whichever of them opens a string: a
	// stray one must not hide a name from us.
	private void hideFields(String text, BitSet hidden) {
		int open = text.indexOf('"');
		while (open >= 0) {
			int close = text.indexOf('"', open + 1);
			if (close < 0) {
				return;
			}
			int colon = skipBlanks(text, close + 1);
			if (colon < text.length() && text.charAt(colon) == ':' && isMasked(text.substring(open + 1, close))) {
				int value = skipBlanks(text, colon + 1);
				int end = endOfValue(text, value);
				hidden.set(value, end);
				open = text.indexOf('"', Math.max(end, close));
			}
			else {
				open = close;
			}
		}
	}

	// In a JSON text within a JSON text each quote has backslashes before it.
	private boolean isMasked(String name) {
		int end = name.length();
		while (end > 0 && name.charAt(end - 1) == '\\') {
			end--;
		}
		return this.fields.contains(plain(name.substring(0, end)));
	}

	private static String plain(String name) {
		return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
	}

	private static int skipBlanks(String text, int from) {
		int i = from;
		while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
			i++;
		}
		return i;
	}

	private static int endOfValue(String text, int from) {
		int i = from;
		while (i < text.length() && text.charAt(i) == '\\') {
			i++;
		}
		if (i == text.length()) {
			return i;
		}
		return switch (text.charAt(i)) {
			case '"' -> endOfString(text, i);
			case '{', '[' -> endOfStructure(text, i);
			default -> endOfScalar(text, i);
		};
	}

	private static int endOfScalar(String text, int from) {
		int i = from;
		while (i < text.length() && ",}]".indexOf(text.charAt(i)) < 0 && !Character.isWhitespace(text.charAt(i))) {
			i++;
		}
		return i;
	}

	private static int endOfStructure(String text, int from) {
		int depth = 0;
		int i = from;
		while (i < text.length()) {
			char c = text.charAt(i);
			if (c == '"') {
				i = endOfString(text, i);
				continue;
			}
			depth += (c == '{' || c == '[') ? 1 : 0;
			depth -= (c == '}' || c == ']') ? 1 : 0;
			i++;
			if (depth == 0) {
				return i;
			}
		}
		return i;
	}

	private static int endOfString(String text, int open) {
		int level = backslashesBefore(text, open);
		int close = text.indexOf('"', open + 1);
		while (close >= 0 && !ends(backslashesBefore(text, close), level)) {
			close = text.indexOf('"', close + 1);
		}
		return (close >= 0) ? close + 1 : text.length();
	}

	private static int backslashesBefore(String text, int index) {
		int i = index;
		while (i > 0 && text.charAt(i - 1) == '\\') {
			i--;
		}
		return index - i;
	}

	// An odd number escapes the quote; half of the others belong to the text within.
	private static boolean ends(int backslashes, int opening) {
		if (backslashes % 2 == 0) {
			return true;
		}
		return opening > 0 && ends((backslashes - 1) / 2, (opening - 1) / 2);
	}

}
