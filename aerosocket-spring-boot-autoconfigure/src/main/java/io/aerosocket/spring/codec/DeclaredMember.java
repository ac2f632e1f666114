package io.aerosocket.spring.codec;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.PropertyBindingException;

/**
 * Which member of a type a payload does not fit, by the names that the application has
 * declared. A name that the peer has chosen, as a map's key is, ends the path.
 */
final class DeclaredMember {

	private static final Pattern NAME = Pattern.compile("[\\w$-]{1,64}");

	private DeclaredMember() {
	}

	/**
	 * Finds the member.
	 * @param error what Jackson found
	 * @return the path after " at ", or nothing if it is the whole payload
	 */
	static String of(JacksonException error) {
		StringBuilder path = new StringBuilder();
		for (JacksonException.Reference reference : known(error)) {
			String name = reference.getPropertyName();
			if (name == null) {
				path.append('[').append(reference.getIndex()).append(']');
			}
			else if (isMap(reference.from()) || !NAME.matcher(name).matches()) {
				break;
			}
			else {
				path.append(path.isEmpty() ? "" : ".").append(name);
			}
		}
		return path.isEmpty() ? "" : " at " + path;
	}

	// The last name is the peer's if nobody has declared it.
	private static List<JacksonException.Reference> known(JacksonException error) {
		List<JacksonException.Reference> all = error.getPath();
		boolean undeclared = error instanceof PropertyBindingException && !all.isEmpty();
		return undeclared ? all.subList(0, all.size() - 1) : all;
	}

	private static boolean isMap(Object owner) {
		return owner instanceof Map || (owner instanceof Class<?> type && Map.class.isAssignableFrom(type));
	}

}
