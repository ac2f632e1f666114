package io.aerosocket.spring.handler;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionAttribute;
import io.aerosocket.telemetry.EngineListener;

/**
 * The streams that are being sent to connections, to be cancelled when a connection ends.
 * Kept with the connection itself, so that an idle connection costs nothing.
 */
final class OpenStreams implements EngineListener {

	private static final ConnectionAttribute<Streams> OPEN = ConnectionAttribute.of(OpenStreams.class.getName(),
			Streams.class);

	private static final ConnectionAttribute<Streams> LASTING = ConnectionAttribute
		.of(OpenStreams.class.getName() + ".lasting", Streams.class);

	@Override
	public void closed(Connection connection, CloseReason reason) {
		cancelAll(connection, OPEN);
	}

	/**
	 * Cancels the streams that wait for all messages of a connection to be handled.
	 * @param connection the connection, which has ended
	 */
	static void handled(Connection connection) {
		cancelAll(connection, LASTING);
	}

	/**
	 * Adds a stream.
	 * @param connection the connection it is sent to
	 * @param cancel cancels it; called at once if the connection has ended
	 * @param lasting whether it goes on until all messages of the connection were handled
	 * @return to be called when the stream has ended
	 */
	static Runnable add(Connection connection, Runnable cancel, boolean lasting) {
		Streams open = connection.getOrCreate(lasting ? LASTING : OPEN, Streams::new);
		open.cancellations().add(cancel);
		if (!lasting && !connection.isOpen()) {
			cancelAll(connection, OPEN);
		}
		return () -> open.cancellations().remove(cancel);
	}

	private static void cancelAll(Connection connection, ConnectionAttribute<Streams> attribute) {
		Streams open = connection.get(attribute);
		if (open != null) {
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
