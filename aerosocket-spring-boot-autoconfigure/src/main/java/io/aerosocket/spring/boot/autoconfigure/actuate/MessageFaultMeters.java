package io.aerosocket.spring.boot.autoconfigure.actuate;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.aerosocket.spring.handler.FaultReason;
import io.aerosocket.spring.handler.MessageFaults;

/**
 * Binds the counters of messages that no handler method could take.
 *
 * @param faults the counters
 */
record MessageFaultMeters(MessageFaults faults) implements MeterBinder {

	@Override
	public void bindTo(MeterRegistry registry) {
		for (FaultReason reason : FaultReason.values()) {
			FunctionCounter
				.builder(AeroSocketMeters.MESSAGES_REFUSED.getName(), this.faults, (counts) -> counts.count(reason))
				.description(AeroSocketMeters.MESSAGES_REFUSED.description())
				.tag(AeroSocketMeters.Tag.FAULT.asString(), AeroSocketMeters.Tag.value(reason))
				.register(registry);
		}
	}

}
