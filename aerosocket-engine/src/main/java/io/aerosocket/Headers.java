package io.aerosocket;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The header fields of an opening handshake. Names compare without regard to case, values
 * are trimmed (RFC 9110 section 5).
 */
public interface Headers {

	/**
	 * Returns a field's first value.
	 * @param name the field's name in any case
	 * @return its value, or {@code null} when the field is absent
	 */
	@Nullable String first(String name);

	/**
	 * Returns a field's values in the order they arrived, one for each line.
	 * @param name the field's name in any case
	 * @return the values, empty when the field is absent
	 */
	List<String> all(String name);

	/**
	 * Returns the names of the fields, in lower case.
	 * @return the names in the order they arrived
	 */
	Set<String> names();

}
