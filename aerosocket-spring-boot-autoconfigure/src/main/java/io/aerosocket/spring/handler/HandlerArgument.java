package io.aerosocket.spring.handler;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;

/**
 * Supplies one argument of a handler method, for each call anew.
 */
@FunctionalInterface
public interface HandlerArgument {

	/**
	 * Returns the argument. Called on the thread that the method runs on, which may be an
	 * event loop.
	 * @param connection the connection
	 * @param event the {@link io.aerosocket.Message}, the
	 * {@link io.aerosocket.CloseReason} or the {@link Throwable} that the method is
	 * called for, {@code null} for a connection that was opened
	 * @return the argument, of the parameter's type
	 * @throws Exception if there is none; it is the handler's failure
	 */
	@Nullable Object get(Connection connection, @Nullable Object event) throws Exception;

}
