package io.aerosocket.spring.handler;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import io.aerosocket.Connection;

/**
 * The id and path of the connection in the logging context of the thread.
 */
final class LoggingContext implements CallBinding {

	static final String CONNECTION = "aerosocket.connection";

	static final String PATH = "aerosocket.path";

	@Override
	public @Nullable Object bind(Connection connection) {
		MDC.put(CONNECTION, connection.id());
		MDC.put(PATH, connection.handshake().path());
		return null;
	}

	@Override
	public void unbind(@Nullable Object previous) {
		MDC.remove(CONNECTION);
		MDC.remove(PATH);
	}

}
