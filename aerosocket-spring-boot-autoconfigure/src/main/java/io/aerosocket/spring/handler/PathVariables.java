package io.aerosocket.spring.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the names of variables out of a path pattern.
 */
final class PathVariables {

	private static final Pattern VARIABLE = Pattern.compile("\\{([^/{}]*)}");

	private PathVariables() {
	}

	/**
	 * Lists a pattern's variables.
	 * @param pattern a pattern such as {@code /chat/{room}}
	 * @return the names in order
	 */
	static List<String> of(String pattern) {
		List<String> names = new ArrayList<>();
		Matcher matcher = VARIABLE.matcher(pattern);
		while (matcher.find()) {
			names.add(matcher.group(1));
		}
		return names;
	}

	/**
	 * Makes patterns that match the same paths equal.
	 * @param pattern a pattern
	 * @return the pattern without the names of its variables
	 */
	static String shape(String pattern) {
		return VARIABLE.matcher(pattern).replaceAll("{}");
	}

}
