package io.aerosocket.internal.extension;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.aerosocket.extension.ExtensionParameters;

/**
 * Reads and writes the values of {@code Sec-WebSocket-Extensions} (RFC 6455 section 9.1).
 *
 * <pre>
 * list      = 1#extension
 * extension = token *( ";" parameter )
 * parameter = token [ "=" ( token | quoted-string ) ]    the quoted content is a token too
 * </pre>
 */
public final class ExtensionHeader {

	/** The field's name. */
	public static final String NAME = "Sec-WebSocket-Extensions";

	private static final int END = -1;

	private final String value;

	private int index;

	private ExtensionHeader(String value) {
		this.value = value;
	}

	/**
	 * Reads a list that may take several lines.
	 * @param values the values of the field's lines, in their order
	 * @return the elements, none if the field is absent or empty
	 * @throws IllegalArgumentException if it is malformed
	 */
	public static List<ExtensionParameters> parse(List<String> values) {
		if (values.isEmpty()) {
			return List.of();
		}
		List<ExtensionParameters> elements = new ArrayList<>(2);
		for (String value : values) {
			new ExtensionHeader(value).readList(elements);
		}
		return elements;
	}

	/**
	 * Writes a list.
	 * @param elements its elements
	 * @return the field's value, or {@code null} without elements
	 */
	public static @Nullable String format(List<ExtensionParameters> elements) {
		return elements.isEmpty() ? null
				: elements.stream().map(ExtensionParameters::toString).collect(Collectors.joining(", "));
	}

	private void readList(List<ExtensionParameters> elements) {
		do {
			skipBlanks();
			int next = peek();
			// RFC 9110 section 5.6.1: empty elements of a list are ignored.
			if (next != ',' && next != END) {
				elements.add(readElement());
			}
		}
		while (readIf(','));
		if (peek() != END) {
			throw malformed("a comma is missing");
		}
	}

	private ExtensionParameters readElement() {
		String name = readToken();
		List<ExtensionParameters.Parameter> parameters = new ArrayList<>(2);
		skipBlanks();
		while (readIf(';')) {
			skipBlanks();
			String parameter = readToken();
			skipBlanks();
			String value = null;
			if (readIf('=')) {
				skipBlanks();
				value = (peek() == '"') ? readQuoted() : readToken();
				skipBlanks();
			}
			parameters.add(new ExtensionParameters.Parameter(parameter, value));
		}
		return new ExtensionParameters(name, parameters);
	}

	private String readToken() {
		int start = this.index;
		while (isTokenCharacter(peek())) {
			this.index++;
		}
		if (this.index == start) {
			throw malformed("a token is missing");
		}
		return this.value.substring(start, this.index);
	}

	private String readQuoted() {
		this.index++;
		StringBuilder content = new StringBuilder();
		while (!readIf('"')) {
			readIf('\\');
			int c = peek();
			// "the value after quoted-string unescaping MUST conform to the 'token' ABNF"
			if (!isTokenCharacter(c)) {
				throw malformed("a quoted value is not a token");
			}
			content.append((char) c);
			this.index++;
		}
		if (content.isEmpty()) {
			throw malformed("a quoted value is empty");
		}
		return content.toString();
	}

	private boolean readIf(char expected) {
		if (peek() != expected) {
			return false;
		}
		this.index++;
		return true;
	}

	private void skipBlanks() {
		while (peek() == ' ' || peek() == '\t') {
			this.index++;
		}
	}

	private int peek() {
		return (this.index < this.value.length()) ? this.value.charAt(this.index) : END;
	}

	private static boolean isTokenCharacter(int c) {
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')
				|| (c > ' ' && "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
	}

	private static IllegalArgumentException malformed(String what) {
		return new IllegalArgumentException(NAME + ": " + what);
	}

}
