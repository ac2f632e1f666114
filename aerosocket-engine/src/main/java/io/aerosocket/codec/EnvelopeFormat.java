package io.aerosocket.codec;

import org.jspecify.annotations.Nullable;

/**
 * Where messages say what they are, for formats whose members have names. All are members
 * of the message itself, not of another member: a name with a dot, or one that starts
 * with a slash, would be a path and is refused.
 *
 * @param routeProperty the member that names the route
 * @param idProperty the member that a sender tells replies by
 * @param payloadProperty the member that holds the object, or {@code null} if the object
 * is the whole message
 */
public record EnvelopeFormat(String routeProperty, String idProperty, @Nullable String payloadProperty) {

	/** A {@code type} and an {@code id} among the object's own members. */
	public static final EnvelopeFormat DEFAULT = new EnvelopeFormat("type", "id", null);

	/**
	 * Checks that the names differ.
	 * @throws IllegalArgumentException if one is empty or a path, or two are the same
	 */
	public EnvelopeFormat {
		check("routeProperty", routeProperty, idProperty);
		check("idProperty", idProperty, payloadProperty);
		check("payloadProperty", payloadProperty, routeProperty);
	}

	/**
	 * Returns whether a name stands for a member of a member, as in {@code header.type}
	 * or {@code /header/type}.
	 * @param name the name
	 * @return whether it is a path, which no component may be
	 */
	public static boolean isPath(String name) {
		return name.indexOf('.') >= 0 || name.startsWith("/");
	}

	private static void check(String component, @Nullable String name, @Nullable String other) {
		if (name == null) {
			return;
		}
		if (name.isEmpty()) {
			throw new IllegalArgumentException(component + ": '' (expected: the name of a member)");
		}
		if (isPath(name)) {
			throw new IllegalArgumentException(
					component + ": " + name + " (expected: the name of a member of the message itself, not a path)");
		}
		if (name.equals(other)) {
			throw new IllegalArgumentException(component + ": " + name + " (expected: a name of its own)");
		}
	}

}
