package io.aerosocket.spring.codec;

import org.jspecify.annotations.Nullable;

import io.aerosocket.codec.DecodingException;
import io.aerosocket.codec.EnvelopeFormat;

/**
 * What the members of a message may be that say what it is.
 */
final class RouteMembers {

	/** Characters of a route or an id at most; what is longer is nobody's. */
	static final int LONGEST = 128;

	/** In place of a payload that is not there. */
	static final PayloadBytes NO_PAYLOAD = new PayloadBytes(new byte[0], 0, 0);

	private RouteMembers() {
	}

	/**
	 * Checks that a member was not there before.
	 * @param member its name
	 * @param before what was there
	 */
	static void once(String member, @Nullable Object before) {
		if (before != null) {
			throw new DecodingException("payload: member '" + member + "' stands there twice", null);
		}
	}

	/**
	 * Checks a route.
	 * @param member the name of its member
	 * @param route the route, or {@code null} if it is not a text that is short enough
	 * @return the route
	 */
	static String route(String member, @Nullable String route) {
		if (route == null) {
			throw new DecodingException(
					"payload: member '" + member + "' is not a text of at most " + LONGEST + " characters", null);
		}
		return route;
	}

	/**
	 * Checks an id. Without an envelope it is a member of the object, which may be
	 * anything.
	 * @param format the format
	 * @param before the id that was there before
	 * @param id the id, or {@code null} if it is neither a number nor a short text
	 * @param absent whether it is {@code null} because it says so
	 * @return the id, or {@code null}
	 */
	static @Nullable Object id(EnvelopeFormat format, @Nullable Object before, @Nullable Object id, boolean absent) {
		if (format.payloadProperty() != null) {
			once(format.idProperty(), before);
			if (id == null && !absent) {
				throw new DecodingException("payload: member '" + format.idProperty()
						+ "' is neither a whole number nor a text of at most " + LONGEST + " characters", null);
			}
		}
		return id;
	}

}
