package io.aerosocket.spring.handler;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;

/**
 * Binds something of a connection to the thread while one of its handler methods is
 * called and its reply is begun.
 */
interface CallBinding {

	/**
	 * Binds it.
	 * @param connection the connection that is called for
	 * @return what was bound before
	 */
	@Nullable Object bind(Connection connection);

	/**
	 * Restores what was bound before.
	 * @param previous what {@link #bind} returned
	 */
	void unbind(@Nullable Object previous);

}
