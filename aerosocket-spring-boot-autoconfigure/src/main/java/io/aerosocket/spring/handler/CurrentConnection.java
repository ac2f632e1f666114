package io.aerosocket.spring.handler;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;

/**
 * The connection that this thread handles a call of. Bound only in applications that have
 * beans of {@link ConnectionScope}.
 */
final class CurrentConnection implements CallBinding {

	private static final ThreadLocal<@Nullable Connection> CURRENT = new ThreadLocal<>();

	static @Nullable Connection get() {
		return CURRENT.get();
	}

	@Override
	public @Nullable Object bind(Connection connection) {
		Connection previous = CURRENT.get();
		CURRENT.set(connection);
		return previous;
	}

	@Override
	public void unbind(@Nullable Object previous) {
		if (previous instanceof Connection connection) {
			CURRENT.set(connection);
		}
		else {
			CURRENT.remove();
		}
	}

}
