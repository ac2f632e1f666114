package io.aerosocket.spring.handler;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationAttributes;

/**
 * Names of payload types.
 */
final class PayloadTypes {

	// By name: Jackson need not be there.
	private static final String JSON_TYPE_NAME = "com.fasterxml.jackson.annotation.JsonTypeName";

	private PayloadTypes() {
	}

	/**
	 * Returns the name that Jackson knows a type by.
	 * @param type the type, or {@code null}
	 * @return the value of its {@code @JsonTypeName}, or {@code null} if it has none
	 */
	static @Nullable String name(@Nullable Class<?> type) {
		AnnotationAttributes attributes = (type != null)
				? AnnotatedElementUtils.getMergedAnnotationAttributes(type, JSON_TYPE_NAME) : null;
		String name = (attributes != null) ? attributes.getString("value") : "";
		return name.isEmpty() ? null : name;
	}

}
