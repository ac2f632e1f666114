package io.aerosocket.extension;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One element of a {@code Sec-WebSocket-Extensions} list (RFC 6455 section 9.1): an
 * extension's name and its parameters, in their order, also those that are there twice.
 *
 * @param name the extension's name, a token
 * @param parameters its parameters
 */
public record ExtensionParameters(String name, List<Parameter> parameters) {

	private static final String SEPARATORS = "()<>@,;:\\\"/[]?={}";

	public ExtensionParameters {
		checkToken("extension name", name);
		parameters = List.copyOf(parameters);
	}

	/**
	 * Starts an element without parameters.
	 * @param name the extension's name, a token
	 * @return the element
	 */
	public static ExtensionParameters of(String name) {
		return new ExtensionParameters(name, List.of());
	}

	/**
	 * Adds a parameter without a value.
	 * @param parameter its name, a token
	 * @return a new element
	 */
	public ExtensionParameters with(String parameter) {
		return with(new Parameter(parameter, null));
	}

	/**
	 * Adds a parameter.
	 * @param parameter its name, a token
	 * @param value its value, a token
	 * @return a new element
	 */
	public ExtensionParameters with(String parameter, Object value) {
		return with(new Parameter(parameter, value.toString()));
	}

	private ExtensionParameters with(Parameter parameter) {
		List<Parameter> more = new ArrayList<>(this.parameters);
		more.add(parameter);
		return new ExtensionParameters(this.name, more);
	}

	/**
	 * Returns whether there is a parameter.
	 * @param parameter its name
	 * @return whether there is one, with a value or without
	 */
	public boolean has(String parameter) {
		return this.parameters.stream().anyMatch((candidate) -> candidate.name().equals(parameter));
	}

	/**
	 * Returns a parameter's value.
	 * @param parameter its name
	 * @return the value of the first one, or {@code null} if there is none or it has none
	 */
	public @Nullable String value(String parameter) {
		for (Parameter candidate : this.parameters) {
			if (candidate.name().equals(parameter)) {
				return candidate.value();
			}
		}
		return null;
	}

	/**
	 * Returns whether a parameter is there twice.
	 * @return whether there is such
	 */
	public boolean hasDuplicates() {
		return this.parameters.stream().map(Parameter::name).distinct().count() < this.parameters.size();
	}

	/**
	 * Returns the element as it travels.
	 * @return for example {@code permessage-deflate; server_max_window_bits=10}
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(this.name);
		this.parameters.forEach((parameter) -> text.append("; ").append(parameter));
		return text.toString();
	}

	private static void checkToken(String what, String token) {
		boolean valid = !token.isEmpty();
		for (int i = 0; valid && i < token.length(); i++) {
			char c = token.charAt(i);
			valid = c > ' ' && c < 0x7F && SEPARATORS.indexOf(c) < 0;
		}
		if (!valid) {
			throw new IllegalArgumentException(what + ": '" + token + "' (expected: a token of RFC 9110)");
		}
	}

	/**
	 * One parameter.
	 *
	 * @param name its name, a token
	 * @param value its value, a token, or {@code null} if it has none
	 */
	public record Parameter(String name, @Nullable String value) {

		public Parameter {
			checkToken("parameter", name);
			if (value != null) {
				checkToken(name, value);
			}
		}

		@Override
		public String toString() {
			return (this.value != null) ? this.name + "=" + this.value : this.name;
		}

	}

}
