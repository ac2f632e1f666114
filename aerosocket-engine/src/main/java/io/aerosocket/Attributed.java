package io.aerosocket;

import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Keeps values of the application's, by name or by {@link ConnectionAttribute}. Safe for
 * any thread.
 */
public interface Attributed {

	/**
	 * Returns the values by their names.
	 * @return a map that is safe for any thread and accepts no {@code null}
	 */
	Map<String, Object> attributes();

	/**
	 * Returns the value of an attribute.
	 * @param <T> the type of the value
	 * @param attribute the attribute
	 * @return the value, or {@code null} when there is none
	 * @throws IllegalStateException if there is one of another type
	 */
	default <T> @Nullable T get(ConnectionAttribute<T> attribute) {
		return attribute.cast(attributes().get(attribute.name()));
	}

	/**
	 * Sets the value of an attribute.
	 * @param <T> the type of the value
	 * @param attribute the attribute
	 * @param value the value
	 */
	default <T> void set(ConnectionAttribute<T> attribute, T value) {
		attributes().put(attribute.name(), value);
	}

	/**
	 * Returns the value of an attribute, and creates it if there is none. Of several
	 * threads that do so at a time one creates the value and all get the same.
	 * @param <T> the type of the value
	 * @param attribute the attribute
	 * @param initial creates the value; must not use the attributes itself
	 * @return the value
	 * @throws IllegalStateException if there is one of another type
	 */
	default <T> T getOrCreate(ConnectionAttribute<T> attribute, Supplier<? extends T> initial) {
		T existing = get(attribute);
		if (existing != null) {
			return existing;
		}
		T value = attribute.cast(attributes().computeIfAbsent(attribute.name(), (name) -> initial.get()));
		if (value == null) {
			throw new NullPointerException("initial value of attribute: " + attribute.name());
		}
		return value;
	}

	/**
	 * Removes the value of an attribute.
	 * @param <T> the type of the value
	 * @param attribute the attribute
	 * @return the value that it had, or {@code null} when there was none
	 * @throws IllegalStateException if it was one of another type
	 */
	default <T> @Nullable T remove(ConnectionAttribute<T> attribute) {
		return attribute.cast(attributes().remove(attribute.name()));
	}

}
