package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.event.AeroSocketEventPublisher;
import io.aerosocket.telemetry.DrainProgress;
import io.aerosocket.telemetry.DropReason;
import io.aerosocket.telemetry.EngineSnapshot;
import io.aerosocket.telemetry.RefusalReason;

/**
 * Binds what the engine counts. The engine's counters are read when a registry asks, so
 * meters cost nothing between two scrapes.
 */
final class AeroSocketMeterBinder implements MeterBinder {

	private static final int FIRST_CODE = 1000;

	private static final int LAST_CODE = 1015;

	private final AeroServer server;

	private final @Nullable AeroSocketEventPublisher events;

	AeroSocketMeterBinder(AeroServer server, @Nullable AeroSocketEventPublisher events) {
		this.server = server;
		this.events = events;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		bindState(registry);
		bindConnections(registry);
		bindMessages(registry);
		bindCloses(registry);
		for (RefusalReason reason : RefusalReason.values()) {
			counter(registry, AeroSocketMeters.HANDSHAKES_REFUSED,
					tag(AeroSocketMeters.Tag.REFUSAL, AeroSocketMeters.Tag.value(reason)),
					(snapshot) -> count(snapshot.refusals(), reason));
		}
		for (DropReason reason : DropReason.values()) {
			counter(registry, AeroSocketMeters.DROPS,
					tag(AeroSocketMeters.Tag.DROP, AeroSocketMeters.Tag.value(reason)),
					(snapshot) -> count(snapshot.drops(), reason));
		}
		new FlowMeters(this.server).bindTo(registry);
		new AdmissionMeters(this.server).bindTo(registry);
		counter(registry, AeroSocketMeters.ERRORS, Tags.empty(), EngineSnapshot::handlerErrors);
		counter(registry, AeroSocketMeters.LOOP_BLOCKED, Tags.empty(), EngineSnapshot::blockedLoops);
		if (this.events != null) {
			FunctionCounter
				.builder(AeroSocketMeters.EVENTS_DROPPED.getName(), this.events,
						AeroSocketEventPublisher::droppedEvents)
				.description(AeroSocketMeters.EVENTS_DROPPED.description())
				.register(registry);
		}
	}

	private void bindState(MeterRegistry registry) {
		for (AeroServer.State state : AeroServer.State.values()) {
			gauge(registry, AeroSocketMeters.STATE, tag(AeroSocketMeters.Tag.STATE, AeroSocketMeters.Tag.value(state)),
					(server) -> (server.state() == state) ? 1 : 0);
		}
	}

	private void bindConnections(MeterRegistry registry) {
		gauge(registry, AeroSocketMeters.CONNECTIONS, (server) -> snapshot(server, EngineSnapshot::openConnections));
		gauge(registry, AeroSocketMeters.CONNECTIONS_MAX, (server) -> server.options().maxConnections());
		gauge(registry, AeroSocketMeters.DRAIN_LEFT, AeroSocketMeterBinder::leftToDrain);
		gauge(registry, AeroSocketMeters.HANDSHAKING, (server) -> snapshot(server, EngineSnapshot::handshaking));
		gauge(registry, AeroSocketMeters.QUEUED_BYTES, (server) -> snapshot(server, EngineSnapshot::queuedBytes));
		gauge(registry, AeroSocketMeters.READS_PAUSED, (server) -> snapshot(server, EngineSnapshot::pausedReads));
		counter(registry, AeroSocketMeters.CONNECTIONS_OPENED, Tags.empty(), EngineSnapshot::totalConnections);
	}

	private void bindMessages(MeterRegistry registry) {
		Tags in = tag(AeroSocketMeters.Tag.DIRECTION, "in");
		Tags out = tag(AeroSocketMeters.Tag.DIRECTION, "out");
		counter(registry, AeroSocketMeters.MESSAGES, in, EngineSnapshot::messagesReceived);
		counter(registry, AeroSocketMeters.MESSAGES, out, EngineSnapshot::messagesSent);
		counter(registry, AeroSocketMeters.BYTES, in, EngineSnapshot::bytesReceived);
		counter(registry, AeroSocketMeters.BYTES, out, EngineSnapshot::bytesSent);
		counter(registry, AeroSocketMeters.COMPRESSION_BYTES, in, (snapshot) -> snapshot.compression().receivedBytes());
		counter(registry, AeroSocketMeters.COMPRESSION_BYTES, out, (snapshot) -> snapshot.compression().sentBytes());
		counter(registry, AeroSocketMeters.COMPRESSION_WIRE_BYTES, in,
				(snapshot) -> snapshot.compression().receivedWireBytes());
		counter(registry, AeroSocketMeters.COMPRESSION_WIRE_BYTES, out,
				(snapshot) -> snapshot.compression().sentWireBytes());
		gauge(registry, AeroSocketMeters.COMPRESSION_RATIO, in,
				(server) -> ratio(server.snapshot().compression().receivedBytes(),
						server.snapshot().compression().receivedWireBytes()));
		gauge(registry, AeroSocketMeters.COMPRESSION_RATIO, out,
				(server) -> ratio(server.snapshot().compression().sentBytes(),
						server.snapshot().compression().sentWireBytes()));
	}

	private void bindCloses(MeterRegistry registry) {
		IntStream.rangeClosed(FIRST_CODE, LAST_CODE)
			.forEach((code) -> closes(registry, Integer.toString(code), (value) -> value == code));
		closes(registry, "3xxx", (value) -> value / 1000 == 3);
		closes(registry, "4xxx", (value) -> value / 1000 == 4);
		closes(registry, "other", (value) -> value < FIRST_CODE || (value > LAST_CODE && value < 3000));
	}

	private void closes(MeterRegistry registry, String tag, IntPredicate codes) {
		counter(registry, AeroSocketMeters.CLOSES, tag(AeroSocketMeters.Tag.CODE, tag),
				(snapshot) -> snapshot.closes()
					.entrySet()
					.stream()
					.filter((entry) -> codes.test(entry.getKey()))
					.mapToLong(Map.Entry::getValue)
					.sum());
	}

	private static double ratio(long bytes, long wireBytes) {
		return (wireBytes > 0) ? (double) bytes / wireBytes : 1;
	}

	private void gauge(MeterRegistry registry, AeroSocketMeters meter, ToDoubleFunction<AeroServer> value) {
		gauge(registry, meter, Tags.empty(), value);
	}

	private void gauge(MeterRegistry registry, AeroSocketMeters meter, Tags tags, ToDoubleFunction<AeroServer> value) {
		Gauge.builder(meter.getName(), this.server, value)
			.description(meter.description())
			.baseUnit(meter.getBaseUnit())
			.tags(tags)
			.register(registry);
	}

	private void counter(MeterRegistry registry, AeroSocketMeters meter, Tags tags,
			ToDoubleFunction<EngineSnapshot> value) {
		FunctionCounter.builder(meter.getName(), this.server, (server) -> snapshot(server, value))
			.description(meter.description())
			.baseUnit(meter.getBaseUnit())
			.tags(tags)
			.register(registry);
	}

	private static double leftToDrain(AeroServer server) {
		DrainProgress progress = server.drainProgress();
		return (progress != null) ? progress.left() : 0;
	}

	private static double snapshot(AeroServer server, ToDoubleFunction<EngineSnapshot> value) {
		return value.applyAsDouble(server.snapshot());
	}

	private static <K> double count(Map<K, Long> counts, K key) {
		return counts.getOrDefault(key, 0L);
	}

	private static Tags tag(AeroSocketMeters.Tag tag, String value) {
		return Tags.of(tag.asString(), value);
	}

}
