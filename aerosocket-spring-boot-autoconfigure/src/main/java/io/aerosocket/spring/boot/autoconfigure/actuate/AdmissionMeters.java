package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import io.aerosocket.server.AeroServer;
import io.aerosocket.telemetry.AdmissionTotals;

/**
 * Binds what limits do to those who connect.
 */
final class AdmissionMeters {

	private final AeroServer server;

	AdmissionMeters(AeroServer server) {
		this.server = server;
	}

	void bindTo(MeterRegistry registry) {
		counter(registry, AeroSocketMeters.CONNECTIONS_EXPIRED, AdmissionTotals::expired);
		Gauge
			.builder(AeroSocketMeters.OVERLOADED.getName(), this.server,
					(server) -> server.snapshot().admission().overloaded() ? 1 : 0)
			.description(AeroSocketMeters.OVERLOADED.description())
			.register(registry);
		counter(registry, AeroSocketMeters.ACCEPT_PAUSES, AdmissionTotals::acceptPauses);
	}

	private void counter(MeterRegistry registry, AeroSocketMeters meter, ToDoubleFunction<AdmissionTotals> value) {
		FunctionCounter
			.builder(meter.getName(), this.server, (server) -> value.applyAsDouble(server.snapshot().admission()))
			.description(meter.description())
			.register(registry);
	}

}
