package io.aerosocket;

import org.jspecify.annotations.Nullable;

/**
 * Names a value that is kept with a connection, and knows its type: a constant, for
 * example {@code ConnectionAttribute.of("room", Room.class)}. Two with the same name are
 * the same attribute, and it is the entry of that name in
 * {@link Attributed#attributes()}.
 *
 * @param <T> the type of the value
 */
public final class ConnectionAttribute<T> {

	private final String name;

	private final Class<?> type;

	private ConnectionAttribute(String name, Class<?> type) {
		this.name = name;
		this.type = type;
	}

	/**
	 * Names an attribute.
	 * @param <T> the type of its value
	 * @param name the name, which nothing else that keeps values with connections uses
	 * @param type the type of its value
	 * @return the attribute
	 */
	public static <T> ConnectionAttribute<T> of(String name, Class<T> type) {
		return new ConnectionAttribute<>(name, type);
	}

	/**
	 * Names an attribute whose type has arguments, such as {@code List<String>}, and is
	 * therefore not checked.
	 * @param <T> the type of its value
	 * @param name the name, which nothing else that keeps values with connections uses
	 * @return the attribute
	 */
	public static <T> ConnectionAttribute<T> of(String name) {
		return new ConnectionAttribute<>(name, Object.class);
	}

	/**
	 * Returns the name.
	 * @return the key in {@link Attributed#attributes()}
	 */
	public String name() {
		return this.name;
	}

	@SuppressWarnings("unchecked")
	@Nullable T cast(@Nullable Object value) {
		if (value != null && !this.type.isInstance(value)) {
			throw new IllegalStateException("attribute: " + this.name + " is a " + value.getClass().getName()
					+ " (expected: " + this.type.getName() + ")");
		}
		return (T) value;
	}

	@Override
	public String toString() {
		return this.name;
	}

}
