package io.aerosocket.internal.handshake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
	 * Finds where a field's first value starts.
	 * @param bytes the head
	 * @param fields where the first field starts
	 * @param name the field's name in any case
	 * @return the index behind blanks, or -1 when the field is absent
	 */
	static int valueAt(byte[] bytes, int fields, String name) {
		for (int line = fields; bytes[line] != '\r'; line = lineEnd(bytes, line) + 2) {
			if (isNamed(bytes, line, name)) {
				return skipBlanks(bytes, line + name.length() + 1, lineEnd(bytes, line));
			}
		}
		return -1;
	}

	/**
	 * Returns a field's values, one for each line.
	 * @param bytes the head
	 * @param fields where the first field starts
	 * @param name the field's name in any case
	 * @return the values in the order they arrived
	 */
	static List<String> all(byte[] bytes, int fields, String name) {
		List<String> values = List.of();
		for (int line = fields; bytes[line] != '\r'; line = lineEnd(bytes, line) + 2) {
			if (isNamed(bytes, line, name)) {
				if (values.isEmpty()) {
					values = new ArrayList<>(1);
				}
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
	 * @param kept gets the other lines, and the empty one
	 * @return how many bytes that are
	 */
	static int copyWithout(byte[] bytes, int fields, List<String> names, byte[] kept) {
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
		return length;
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
	 * Returns whether a comma-separated value contains a token, without regard to case.
	 * @param bytes the head
	 * @param from where the value starts
	 * @param to where it ends
	 * @param token the token
	 * @return whether it has it
	 */
	static boolean hasToken(byte[] bytes, int from, int to, String token) {
		for (int start = from; start <= to;) {
			int end = element(bytes, start, to);
			int first = skipBlanks(bytes, start, end);
			if (trimBlanks(bytes, first, end) - first == token.length() && isText(bytes, first, token)) {
				return true;
			}
			start = end + 1;
		}
		return false;
	}

	/**
	 * Returns whether the elements of a comma-separated value are tokens, but for the
	 * empty ones, which are ignored (RFC 9110 section 5.6.1).
	 * @param bytes the head
	 * @param from where the value starts
	 * @param to where it ends
	 * @return whether they are
	 */
	static boolean areTokens(byte[] bytes, int from, int to) {
		for (int start = from; start <= to;) {
			int end = element(bytes, start, to);
			int last = trimBlanks(bytes, start, end);
			for (int i = skipBlanks(bytes, start, end); i < last; i++) {
				if (!RequestHead.isTokenCharacter(bytes[i])) {
					return false;
				}
			}
			start = end + 1;
		}
		return true;
	}

	/**
	 * Finds a byte that is known to be there.
	 * @param bytes the head
	 * @param from where to look from
	 * @param wanted the byte
	 * @return its index
	 */
	static int find(byte[] bytes, int from, char wanted) {
		int index = from;
		while (bytes[index] != wanted) {
			index++;
		}
		return index;
	}

	/**
	 * Finds a text.
	 * @param bytes the head
	 * @param from where to look from
	 * @param to where to end
	 * @param text the text
	 * @return its first index, or -1
	 */
	static int indexOf(byte[] bytes, int from, int to, String text) {
		for (int i = from; i + text.length() <= to; i++) {
			if (isText(bytes, i, text)) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Returns whether a text stands somewhere, without regard to case.
	 * @param bytes the head
	 * @param at where
	 * @param text the text, in ASCII
	 * @return whether it does
	 */
	static boolean isText(byte[] bytes, int at, String text) {
		for (int i = 0; i < text.length(); i++) {
			if (lowerCase(bytes[at + i]) != lowerCase(text.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	static int skipBlanks(byte[] bytes, int from, int to) {
		int start = from;
		while (start < to && isBlank(bytes[start])) {
			start++;
		}
		return start;
	}

	static int trimBlanks(byte[] bytes, int from, int to) {
		int end = to;
		while (end > from && isBlank(bytes[end - 1])) {
			end--;
		}
		return end;
	}

	private static boolean isBlank(byte c) {
		return c == ' ' || c == '\t';
	}

	private static int element(byte[] bytes, int from, int to) {
		int end = from;
		while (end < to && bytes[end] != ',') {
			end++;
		}
		return end;
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
		return line + length < bytes.length && bytes[line + length] == ':' && isText(bytes, line, name);
	}

	private static boolean isNamedAnyOf(byte[] bytes, int line, List<String> names) {
		// Without an iterator, which is an object for each line.
		for (int i = 0; i < names.size(); i++) {
			if (isNamed(bytes, line, names.get(i))) {
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

	static int lowerCase(int c) {
		return (c >= 'A' && c <= 'Z') ? c + 32 : c;
	}

}
