package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import io.aerosocket.RateLimitPolicy;
import io.aerosocket.server.AeroServer;
import io.aerosocket.telemetry.DeadLetterOutcome;
import io.aerosocket.telemetry.FlowTotals;
import io.aerosocket.telemetry.RateLimitScope;

/**
 * Binds what limits do to the flow of messages.
 */
final class FlowMeters {

	private final AeroServer server;

	FlowMeters(AeroServer server) {
		this.server = server;
	}

	void bindTo(MeterRegistry registry) {
		gauge(registry, AeroSocketMeters.OUTBOUND_MEMORY, FlowTotals::memoryUsed);
		gauge(registry, AeroSocketMeters.OUTBOUND_MEMORY_MAX, FlowTotals::memoryMax);
		counter(registry, AeroSocketMeters.OUTBOUND_SHED, Tags.empty(), FlowTotals::queuesShed);
		gauge(registry, AeroSocketMeters.INBOUND_MEMORY, FlowTotals::unfinishedUsed);
		gauge(registry, AeroSocketMeters.INBOUND_MEMORY_MAX, FlowTotals::unfinishedMax);
		counter(registry, AeroSocketMeters.INBOUND_SHED, Tags.empty(), FlowTotals::unfinishedShed);
		for (DeadLetterOutcome outcome : DeadLetterOutcome.values()) {
			counter(registry, AeroSocketMeters.DEAD_LETTERS,
					Tags.of(AeroSocketMeters.Tag.DEAD_LETTER_OUTCOME.asString(), name(outcome)),
					(totals) -> totals.deadLetters().getOrDefault(outcome, 0L));
		}
		for (RateLimitScope scope : RateLimitScope.values()) {
			for (RateLimitPolicy policy : RateLimitPolicy.values()) {
				counter(registry, AeroSocketMeters.RATE_LIMITED,
						Tags.of(AeroSocketMeters.Tag.SCOPE.asString(), name(scope),
								AeroSocketMeters.Tag.POLICY.asString(), name(policy)),
						(totals) -> totals.rateLimited(scope, policy));
			}
		}
	}

	private void gauge(MeterRegistry registry, AeroSocketMeters meter, ToDoubleFunction<FlowTotals> value) {
		Gauge.builder(meter.getName(), this.server, (server) -> value.applyAsDouble(server.snapshot().flow()))
			.description(meter.description())
			.baseUnit(meter.getBaseUnit())
			.register(registry);
	}

	private void counter(MeterRegistry registry, AeroSocketMeters meter, Tags tags,
			ToDoubleFunction<FlowTotals> value) {
		FunctionCounter.builder(meter.getName(), this.server, (server) -> value.applyAsDouble(server.snapshot().flow()))
			.description(meter.description())
			.baseUnit(meter.getBaseUnit())
			.tags(tags)
			.register(registry);
	}

	private static String name(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

}
