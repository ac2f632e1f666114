package io.aerosocket.internal.flight;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;

/**
 * A call of a handler whose time is taken.
 */
public interface RecordedCall {

	/**
	 * The call has ended, its stage included. Safe for any thread.
	 * @param connection whose
	 * @param handler which handler was called
	 * @param bytes the size of the message, or -1 for the beginning and the end of a
	 * connection
	 * @param error what it failed with, or {@code null}
	 */
	void ended(Connection connection, ConnectionHandler handler, int bytes, @Nullable Throwable error);

}
