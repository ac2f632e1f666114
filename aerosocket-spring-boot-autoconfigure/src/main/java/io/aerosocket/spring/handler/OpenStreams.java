package io.aerosocket.spring.handler;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.telemetry.EngineListener;

/**
 * The streams that are being sent to connections, to be cancelled when a connection ends.
 * Kept with the connection itself, so that an idle connection costs nothing.
 */
final class OpenStreams implements EngineListener {

	private static final String ATTRIBUTE = OpenStreams.class.getName();

	@Override
	public void closed(Connection connection, CloseReason reason) {
		cancelAll(connection);
	}

	/**
	 * Adds a stream.
	 * @param connection the connection it is sent to
	 * @param cancel cancels it; called at once if the connection has ended
	 * @return to be called when the stream has ended
	 */
	static Runnable add(Connection connection, Runnable cancel) {
		Object streams = connection.attributes().computeIfAbsent(ATTRIBUTE, (key) -> new Streams());
		if (streams instanceof Streams open) {
			open.cancellations().add(cancel);
			if (!connection.isOpen()) {
				cancelAll(connection);
			}
			return () -> open.cancellations().remove(cancel);
		}
		throw new IllegalStateException("attribute: " + ATTRIBUTE + " (expected: it is not used by the application)");
	}

	private static void cancelAll(Connection connection) {
		if (connection.attributes().get(ATTRIBUTE) instanceof Streams open) {
			open.cancellations().forEach(Runnable::run);
		}
	}

	/**
	 * The streams of one connection.
	 *
	 * @param cancellations cancel them
	 */
	private record Streams(Set<Runnable> cancellations) {

		Streams() {
			this(ConcurrentHashMap.newKeySet());
		}

	}

}
