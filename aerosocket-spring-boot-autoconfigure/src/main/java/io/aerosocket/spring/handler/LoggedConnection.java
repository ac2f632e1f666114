package io.aerosocket.spring.handler;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.telemetry.LoggingContext;

/**
 * The connection in the logging context of the thread.
 */
final class LoggedConnection implements CallBinding {

	@Override
	public @Nullable Object bind(Connection connection) {
		return LoggingContext.enter(connection);
	}

	@Override
	public void unbind(@Nullable Object previous) {
		LoggingContext.leave(previous);
	}

}
