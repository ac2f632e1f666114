package io.aerosocket.spring.boot.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.aerosocket.Transport;

/**
 * What may be written for a property that is a choice.
 */
final class PropertyChoices {

	private PropertyChoices() {
	}

	/**
	 * Lists the choices.
	 * @param type the property's type, an enum
	 * @return how its constants are written, without what only code can set
	 */
	static List<String> of(Class<?> type) {
		return Stream.of(type.getEnumConstants())
			.filter((constant) -> constant != Transport.CUSTOM)
			.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.toList();
	}

}
