package io.aerosocket.internal.handshake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Walks over the header fields of a request or an answer (RFC 9112 section 5), kept as
 * the bytes that arrived. Everything but {@link #problem} needs bytes that have none.
 */
final class FieldLines {

	private FieldLines() {
	}

	/**
	 * Checks the lines of a head.
	 * @param bytes the head with the empty line at its end
	 * @param fields where the first field starts
	 * @return what is malformed, or {@code null}
	 */
	static @Nullable String problem(byte[] bytes, int fields) {
		int line = fields;
		while (bytes[line] != '\r' || line + 2 != bytes.length) {
			int colon = colon(bytes, line);
			// Neither a blank before the colon nor a continued line: both have been used
			// to
			// smuggle fields past proxies (RFC 9112 sections 5.1 and 5.2).
			if (colon == line || bytes[colon] != ':') {
				return "a header field's name";
			}
			int end = textEnd(bytes, colon + 1);
			if (bytes[end] != '\r' || bytes[end + 1] != '\n') {
				return "a header field's value";
			}
			line = end + 2;
		}
		return null;
	}

	/**
	 * Returns a field's first value.
	 * @param bytes the head
	 * @param fields where the first field starts
	 * @param name the field's name in any case
	 * @return its value, or {@code null} when the field is absent
	 */
	static @Nullable String first(byte[] bytes, int fields, String name) {
		for (int line = fields; bytes[line] != '\r'; line = lineEnd(bytes, line) + 2) {
			if (isNamed(bytes, line, name)) {
				return value(bytes, line);
			}
		}
		return null;
	}

	/**
	 * Returns a field's values, one for each line.
	 * @param bytes the head
	 * @param fields where the first field starts
	 * @param name the field's name in any case
	 * @return the values in the order they arrived
	 */
	static List<String> all(byte[] bytes, int fields, String name) {
		List<String> values = new ArrayList<>(1);
		for (int line = fields; bytes[line] != '\r'; line = lineEnd(bytes, line) + 2) {
			if (isNamed(bytes, line, name)) {
				values.add(value(bytes, line));
			}
		}
		return values;
	}

	/**
	 * Returns the names of the fields, in lower case.
	 * @param bytes the head
	 * @param fields where the first field starts
	 * @return the names in the order they arrived
	 */
	static Set<String> names(byte[] bytes, int fields) {
		Set<String> names = new LinkedHashSet<>();
		for (int line = fields; bytes[line] != '\r'; line = lineEnd(bytes, line) + 2) {
			names.add(text(bytes, line, colon(bytes, line)).toLowerCase(Locale.ROOT));
		}
		return names;
	}

	/**
	 * Copies the lines of a head but for some fields.
	 * @param bytes the head
	 * @param fields where the first field starts
	 * @param names the names of the fields to leave out, in any case
	 * @return the other lines, and the empty one
	 */
	static byte[] without(byte[] bytes, int fields, List<String> names) {
		byte[] kept = new byte[bytes.length - fields];
		int length = 0;
		int line = fields;
		while (bytes[line] != '\r') {
			int start = line;
			line = lineEnd(bytes, line) + 2;
			if (!isNamedAnyOf(bytes, start, names)) {
				System.arraycopy(bytes, start, kept, length, line - start);
				length += line - start;
			}
		}
		kept[length++] = '\r';
		kept[length++] = '\n';
		return Arrays.copyOf(kept, length);
	}

	/**
	 * Returns whether a field's comma-separated values contain a token, without regard to
	 * case.
	 * @param values the values
	 * @param token the token
	 * @return whether one of them has it
	 */
	static boolean hasToken(List<String> values, String token) {
		for (String value : values) {
			for (String part : value.split(",", -1)) {
				if (part.strip().equalsIgnoreCase(token)) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Finds the end of a line.
	 * @param bytes the head
	 * @param from where to look from
	 * @return the index of the CR LF, or -1 without one
	 */
	static int lineEnd(byte[] bytes, int from) {
		for (int i = from; i + 1 < bytes.length; i++) {
			if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
				return i;
			}
		}
		return -1;
	}

	static String text(byte[] bytes, int from, int to) {
		return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
	}

	private static boolean isNamed(byte[] bytes, int line, String name) {
		int length = name.length();
		if (line + length >= bytes.length || bytes[line + length] != ':') {
			return false;
		}
		for (int i = 0; i < length; i++) {
			if (lowerCase(bytes[line + i]) != lowerCase(name.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isNamedAnyOf(byte[] bytes, int line, List<String> names) {
		for (String name : names) {
			if (isNamed(bytes, line, name)) {
				return true;
			}
		}
		return false;
	}

	private static String value(byte[] bytes, int line) {
		return text(bytes, colon(bytes, line) + 1, lineEnd(bytes, line)).strip();
	}

	// Returns the index of the first byte that does not belong to a name.
	private static int colon(byte[] bytes, int line) {
		int colon = line;
		while (RequestHead.isTokenCharacter(bytes[colon])) {
			colon++;
		}
		return colon;
	}

	/**
	 * Finds the end of a text.
	 * @param bytes the head
	 * @param from where it starts
	 * @return the index of the first byte that does not belong to a field's value or to a
	 * reason, such as CR
	 */
	static int textEnd(byte[] bytes, int from) {
		int end = from;
		while (bytes[end] == '\t' || ((bytes[end] & 0xFF) >= ' ' && bytes[end] != 0x7F)) {
			end++;
		}
		return end;
	}

	private static int lowerCase(int c) {
		return (c >= 'A' && c <= 'Z') ? c + 32 : c;
	}

}
