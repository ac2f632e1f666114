package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import io.aerosocket.Connection;
import io.aerosocket.telemetry.EngineListener;

/**
 * Times the calls of handlers, by path pattern. The timers are made once, so that a call
 * costs one look-up.
 */
final class HandlingTimers implements EngineListener {

	// Bounded by the number of routes.
	private final ConcurrentMap<String, Timers> timers = new ConcurrentHashMap<>();

	private final MeterRegistry registry;

	HandlingTimers(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void handled(Connection connection, long nanos, boolean failed) {
		String path = connection.handshake().pathPattern();
		Timers found = this.timers.get(path);
		if (found == null) {
			found = this.timers.computeIfAbsent(path, this::create);
		}
		(failed ? found.error() : found.success()).record(nanos, TimeUnit.NANOSECONDS);
	}

	private Timers create(String path) {
		return new Timers(timer(path, "success"), timer(path, "error"));
	}

	private Timer timer(String path, String outcome) {
		return Timer.builder(AeroSocketMeters.HANDLING.getName())
			.description(AeroSocketMeters.HANDLING.description())
			.tag(AeroSocketMeters.Tag.PATH.asString(), path)
			.tag(AeroSocketMeters.Tag.OUTCOME.asString(), outcome)
			.register(this.registry);
	}

	/**
	 * The timers of a path.
	 *
	 * @param success times calls that succeeded
	 * @param error times calls that failed
	 */
	private record Timers(Timer success, Timer error) {

	}

}
