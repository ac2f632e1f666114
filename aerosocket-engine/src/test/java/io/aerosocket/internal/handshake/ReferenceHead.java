package io.aerosocket.internal.handshake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A head as RFC 9112 writes it down, read with regular expressions: slow, and easy to
 * compare with the RFC.
 *
 * @param method the method
 * @param target the target
 * @param fields the values by name in lower case
 */
record ReferenceHead(String method, String target, Map<String, List<String>> fields) {

	private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

	private static final Pattern REQUEST_LINE = Pattern.compile("(" + TOKEN + ") ([!-~]+) HTTP/1\\.1");

	private static final Pattern ABSOLUTE = Pattern.compile("(?i:https?|wss?)://([^/?#@]+)(?:[/?#].*)?");

	private static final Pattern FIELD = Pattern.compile("(" + TOKEN + "):[\\t ]*([\\t -~\\x80-\\xff]*?)[\\t ]*");

	static @Nullable ReferenceHead parse(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.ISO_8859_1);
		String[] lines = text.substring(0, text.length() - 4).split("\r\n", -1);
		Matcher requestLine = REQUEST_LINE.matcher(lines[0]);
		if (!requestLine.matches()) {
			return null;
		}
		String target = requestLine.group(2);
		if (!target.startsWith("/") && !ABSOLUTE.matcher(target).matches()) {
			return null;
		}
		Map<String, List<String>> fields = fields(lines);
		return (fields != null) ? new ReferenceHead(requestLine.group(1), target, fields) : null;
	}

	/**
	 * Reads header fields.
	 * @param lines the lines of a head, the first of which is none
	 * @return the values by name in lower case, or {@code null} if one is malformed
	 */
	static @Nullable Map<String, List<String>> fields(String[] lines) {
		Map<String, List<String>> fields = new LinkedHashMap<>();
		for (int i = 1; i < lines.length; i++) {
			Matcher field = FIELD.matcher(lines[i]);
			if (!field.matches()) {
				return null;
			}
			fields.computeIfAbsent(field.group(1).toLowerCase(Locale.ROOT), (name) -> new ArrayList<>())
				.add(field.group(2));
		}
		return fields;
	}

	/**
	 * Returns whether the target names a host that the field does not.
	 * @return whether they differ
	 */
	boolean namesTwoHosts() {
		Matcher absolute = ABSOLUTE.matcher(this.target);
		return absolute.matches() && all("Host").stream().noneMatch(absolute.group(1)::equalsIgnoreCase);
	}

	List<String> all(String name) {
		return this.fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
	}

	Stream<String> tokens(String name) {
		return all(name).stream()
			.flatMap((value) -> Stream.of(value.split(",", -1)))
			.map((element) -> element.replaceAll("^[\\t ]+|[\\t ]+$", ""))
			.filter((element) -> !element.isEmpty());
	}

	static boolean isToken(String text) {
		return text.matches(TOKEN);
	}

}
