package io.aerosocket.telemetry;

import java.security.Principal;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import io.aerosocket.Connection;

/**
 * Which connection a thread is busy with, in its logging context (MDC), so that log lines
 * can name it. What was there under the same keys is restored afterwards, and everything
 * else stays as it is.
 */
public final class LoggingContext {

	/** The key of a connection's id. */
	public static final String CONNECTION = "aerosocket.connection";

	/** The key of the path that it asked for, without the query. */
	public static final String PATH = "aerosocket.path";

	/** The key of its user's name, absent if nobody said who the peer is. */
	public static final String USER = "aerosocket.user";

	private LoggingContext() {
	}

	/**
	 * Puts a connection into the logging context of this thread.
	 * @param connection the connection
	 * @return what was there before, for {@link #leave}; {@code null} if nothing was
	 */
	public static @Nullable Object enter(Connection connection) {
		Previous previous = Previous.take();
		MDC.put(CONNECTION, connection.id());
		MDC.put(PATH, connection.handshake().path());
		Principal user = connection.handshake().principal();
		set(USER, (user != null) ? printable(user.getName()) : null);
		return previous;
	}

	/**
	 * Restores what was in the logging context of this thread.
	 * @param previous what {@link #enter} returned on it
	 */
	public static void leave(@Nullable Object previous) {
		Previous values = (previous instanceof Previous before) ? before : Previous.NOTHING;
		set(CONNECTION, values.connection());
		set(PATH, values.path());
		set(USER, values.user());
	}

	private static void set(String key, @Nullable String value) {
		if (value != null) {
			MDC.put(key, value);
		}
		else {
			MDC.remove(key);
		}
	}

	// A name may come from the peer: it must not begin a line of its own in a log.
	private static @Nullable String printable(@Nullable String name) {
		if (name == null || name.chars().noneMatch(Character::isISOControl)) {
			return name;
		}
		StringBuilder text = new StringBuilder(name);
		for (int i = 0; i < text.length(); i++) {
			if (Character.isISOControl(text.charAt(i))) {
				text.setCharAt(i, '?');
			}
		}
		return text.toString();
	}

	/**
	 * What was there before.
	 *
	 * @param connection the id of another connection, or {@code null}
	 * @param path its path, or {@code null}
	 * @param user its user, or {@code null}
	 */
	private record Previous(@Nullable String connection, @Nullable String path, @Nullable String user) {

		static final Previous NOTHING = new Previous(null, null, null);

		static @Nullable Previous take() {
			String connection = MDC.get(CONNECTION);
			String path = MDC.get(PATH);
			String user = MDC.get(USER);
			return (connection != null || path != null || user != null) ? new Previous(connection, path, user) : null;
		}

	}

}
