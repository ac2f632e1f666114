package io.aerosocket.sample.live;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

import io.aerosocket.telemetry.EngineSnapshot;

/**
 * Makes moments of the engine's counters: what they have gained since the last look, for
 * each second. For one thread.
 */
final class Sampler {

	// Percentiles of one second jump when few calls are timed.
	private static final int LATENCY_WINDOW = 10;

	private final Deque<long[]> times = new ArrayDeque<>();

	private final HandlingTimes handlingTimes;

	private @Nullable EngineSnapshot before;

	private Instant beforeAt = Instant.EPOCH;

	private long number;

	Sampler(HandlingTimes handlingTimes) {
		this.handlingTimes = handlingTimes;
		this.times.add(handlingTimes.totals());
	}

	LiveEvent.Moment sample(Instant at, EngineSnapshot now, Map<String, Long> paths) {
		LiveEvent.Moment moment = new LiveEvent.Moment(this.number++, at,
				new LiveEvent.Open(now.openConnections(), now.handshaking(), paths), rates(at, now), latency(),
				new LiveEvent.Queues(now.queuedBytes(), now.pausedReads()), new LiveEvent.Totals(now.totalConnections(),
						happened(now.closes()), happened(now.refusals()), happened(now.drops()), now.handlerErrors()));
		this.before = now;
		this.beforeAt = at;
		return moment;
	}

	private LiveEvent.Rates rates(Instant at, EngineSnapshot now) {
		EngineSnapshot then = (this.before != null) ? this.before : now;
		double seconds = Math.max(0.001, Duration.between(this.beforeAt, at).toMillis() / 1000.0);
		return new LiveEvent.Rates(rate(now, then, seconds, EngineSnapshot::totalConnections),
				rate(now, then, seconds, (snapshot) -> snapshot.totalConnections() - snapshot.openConnections()),
				rate(now, then, seconds, EngineSnapshot::messagesReceived),
				rate(now, then, seconds, EngineSnapshot::messagesSent),
				rate(now, then, seconds, EngineSnapshot::bytesReceived),
				rate(now, then, seconds, EngineSnapshot::bytesSent));
	}

	private LiveEvent.@Nullable Latency latency() {
		long[] now = this.handlingTimes.totals();
		LiveEvent.Latency latency = HandlingTimes.between(this.times.getFirst(), now);
		this.times.addLast(now);
		if (this.times.size() > LATENCY_WINDOW) {
			this.times.removeFirst();
		}
		return latency;
	}

	// One decimal is enough for a chart, and keeps messages short.
	private static double rate(EngineSnapshot now, EngineSnapshot then, double seconds,
			ToLongFunction<EngineSnapshot> counter) {
		double gained = counter.applyAsLong(now) - counter.applyAsLong(then);
		return Math.max(0, Math.round(gained / seconds * 10) / 10.0);
	}

	private static Map<String, Long> happened(Map<?, Long> counts) {
		Map<String, Long> happened = new TreeMap<>();
		counts.forEach((key, count) -> {
			if (count > 0) {
				happened.put(key.toString().toLowerCase(Locale.ROOT), count);
			}
		});
		return happened;
	}

}
