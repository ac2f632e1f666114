package io.aerosocket.spring.boot.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Properties are set that do not exist.
 */
final class UnknownPropertyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<Unknown> properties;

	UnknownPropertyException(List<Unknown> properties) {
		super("There is no property "
				+ properties.stream().map((property) -> "'" + property.name() + "'").collect(Collectors.joining(", ")));
		this.properties = properties;
	}

	List<Unknown> properties() {
		return this.properties;
	}

	/**
	 * One of them.
	 *
	 * @param name its name
	 * @param origin where it was written
	 * @param similar names that do exist, the nearest first
	 */
	record Unknown(String name, String origin, List<String> similar) {

	}

}
