package io.aerosocket.internal.flight;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.telemetry.DrainProgress;

/**
 * Where the engine tells JDK Flight Recorder what happens. Safe for any thread.
 */
public final class FlightRecorder {

	/** Classes of events cannot even be loaded where the module is missing. */
	private static final boolean AVAILABLE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

	private FlightRecorder() {
	}

	/**
	 * A socket was accepted, or is about to be refused.
	 * @return to be told of the end of its handshake, or {@code null} while nobody wants
	 * to know
	 */
	public static @Nullable RecordedHandshake handshakeBegins() {
		return AVAILABLE ? HandshakeEvent.begun() : null;
	}

	/**
	 * A handler is about to be called. Allocates nothing while nobody wants to know.
	 * @return to be told of the end of that call, or {@code null} while nobody wants to
	 * know
	 */
	public static @Nullable RecordedCall callBegins() {
		return AVAILABLE ? SlowHandlerEvent.begun() : null;
	}

	/**
	 * What was kept for a connection was given up for want of memory.
	 * @param connection the connection
	 * @param direction what it was
	 * @param bytes its size
	 * @param used what was kept for all connections, in bytes
	 * @param budget what may be, in bytes
	 */
	public static void shed(Connection connection, ShedDirection direction, long bytes, long used, long budget) {
		if (AVAILABLE) {
			ShedEvent.record(connection, direction, bytes, used, budget);
		}
	}

	/**
	 * A server that stops has come further.
	 * @param phase what happened last
	 * @param progress how far it has come
	 * @param told how many connections have been told so far to go
	 */
	public static void drain(DrainPhase phase, DrainProgress progress, int told) {
		if (AVAILABLE) {
			DrainEvent.record(phase, progress, told);
		}
	}

}
