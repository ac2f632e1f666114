package io.aerosocket.spring.handler;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.Handshake;

/**
 * An argument that depends on the handshake only, so that a request without it can be
 * refused before it becomes a connection.
 */
@FunctionalInterface
interface HandshakeArgument extends HandlerArgument {

	/**
	 * Returns the argument.
	 * @param handshake the request
	 * @return the argument
	 * @throws HandshakeValueException if the request lacks it
	 */
	@Nullable Object get(Handshake handshake);

	@Override
	default @Nullable Object get(Connection connection, @Nullable Object event) {
		return get(connection.handshake());
	}

}
