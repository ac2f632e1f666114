package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.Handshake;
import io.aerosocket.telemetry.HandshakeOutcome;
import io.aerosocket.telemetry.TimingListener;

/**
 * Records how long things take and how large they are. The meters are made once, so that
 * an event costs one look-up.
 */
final class EngineTimers implements TimingListener {

	// Bounded by the number of routes.
	private final ConcurrentMap<String, PathMeters> paths = new ConcurrentHashMap<>();

	private final MeterRegistry registry;

	private final Map<HandshakeOutcome, Timer> handshakes = new EnumMap<>(HandshakeOutcome.class);

	private final Timer tlsSuccess;

	private final Timer tlsError;

	private final Timer flush;

	private final Timer ping;

	private final Timer loopLag;

	EngineTimers(MeterRegistry registry) {
		this.registry = registry;
		for (HandshakeOutcome outcome : HandshakeOutcome.values()) {
			this.handshakes.put(outcome, timer(AeroSocketMeters.HANDSHAKES,
					tag(AeroSocketMeters.Tag.HANDSHAKE_OUTCOME, AeroSocketMeters.Tag.value(outcome))));
		}
		this.tlsSuccess = timer(AeroSocketMeters.TLS_HANDSHAKES, tag(AeroSocketMeters.Tag.OUTCOME, "success"));
		this.tlsError = timer(AeroSocketMeters.TLS_HANDSHAKES, tag(AeroSocketMeters.Tag.OUTCOME, "error"));
		this.flush = timer(AeroSocketMeters.FLUSH, Tags.empty());
		this.ping = timer(AeroSocketMeters.PING, Tags.empty());
		this.loopLag = timer(AeroSocketMeters.LOOP_LAG, Tags.empty());
	}

	@Override
	public void handshakeEnded(HandshakeOutcome outcome, @Nullable Handshake handshake, long nanos) {
		Timer timer = this.handshakes.get(outcome);
		if (timer != null) {
			timer.record(nanos, TimeUnit.NANOSECONDS);
		}
	}

	@Override
	public void tlsEnded(boolean failed, long nanos) {
		(failed ? this.tlsError : this.tlsSuccess).record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void received(Connection connection, int bytes, long nanos) {
		DirectionMeters meters = meters(connection).in();
		meters.size().record(bytes);
		meters.waiting().record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void sent(Connection connection, int bytes, long nanos) {
		DirectionMeters meters = meters(connection).out();
		meters.size().record(bytes);
		meters.waiting().record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void handled(Connection connection, long nanos, boolean failed) {
		PathMeters meters = meters(connection);
		(failed ? meters.error() : meters.success()).record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void flushed(Connection connection, long nanos) {
		this.flush.record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void answered(Connection connection, long nanos) {
		this.ping.record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void ranLate(long nanos) {
		this.loopLag.record(nanos, TimeUnit.NANOSECONDS);
	}

	private PathMeters meters(Connection connection) {
		String path = connection.handshake().pathPattern();
		PathMeters found = this.paths.get(path);
		return (found != null) ? found : this.paths.computeIfAbsent(path, this::create);
	}

	private PathMeters create(String pattern) {
		Tags path = tag(AeroSocketMeters.Tag.PATH, pattern);
		return new PathMeters(timer(AeroSocketMeters.HANDLING, path.and(tag(AeroSocketMeters.Tag.OUTCOME, "success"))),
				timer(AeroSocketMeters.HANDLING, path.and(tag(AeroSocketMeters.Tag.OUTCOME, "error"))),
				direction(path.and(tag(AeroSocketMeters.Tag.DIRECTION, "in"))),
				direction(path.and(tag(AeroSocketMeters.Tag.DIRECTION, "out"))));
	}

	private DirectionMeters direction(Tags tags) {
		AeroSocketMeters size = AeroSocketMeters.MESSAGE_SIZE;
		return new DirectionMeters(DistributionSummary.builder(size.getName())
			.description(size.description())
			.baseUnit(size.getBaseUnit())
			.tags(tags)
			.register(this.registry), timer(AeroSocketMeters.QUEUE_TIME, tags));
	}

	private Timer timer(AeroSocketMeters meter, Tags tags) {
		return Timer.builder(meter.getName()).description(meter.description()).tags(tags).register(this.registry);
	}

	private static Tags tag(AeroSocketMeters.Tag tag, String value) {
		return Tags.of(tag.asString(), value);
	}

	/**
	 * The meters of a path.
	 *
	 * @param success times calls that succeeded
	 * @param error times calls that failed
	 * @param in for received messages
	 * @param out for sent ones
	 */
	private record PathMeters(Timer success, Timer error, DirectionMeters in, DirectionMeters out) {

	}

	/**
	 * The meters of a path's messages in one direction.
	 *
	 * @param size of their payload
	 * @param waiting times how long they wait
	 */
	private record DirectionMeters(DistributionSummary size, Timer waiting) {

	}

}
