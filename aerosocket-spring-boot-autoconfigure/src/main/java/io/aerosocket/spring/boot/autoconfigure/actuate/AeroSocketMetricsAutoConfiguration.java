package io.aerosocket.spring.boot.autoconfigure.actuate;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketServerAutoConfiguration;
import io.aerosocket.spring.event.AeroSocketEventPublisher;
import io.aerosocket.spring.handler.AeroSocketHandlers;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the meters of an
 * {@link AeroServer}.
 */
@AutoConfiguration(after = AeroSocketServerAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ AeroServer.class, MeterRegistry.class })
public final class AeroSocketMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "aeroSocketMeterBinder")
	AeroSocketMeterBinder aeroSocketMeterBinder(AeroServer server, ObjectProvider<AeroSocketEventPublisher> events) {
		return new AeroSocketMeterBinder(server, events.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean(name = "aeroSocketMessageFaultMeters")
	@ConditionalOnBean(AeroSocketHandlers.class)
	MessageFaultMeters aeroSocketMessageFaultMeters(AeroSocketHandlers handlers) {
		return new MessageFaultMeters(handlers.faults());
	}

	@Bean
	@ConditionalOnMissingBean(name = "aeroSocketEngineTimers")
	EngineTimers aeroSocketEngineTimers(MeterRegistry registry) {
		return new EngineTimers(registry);
	}

}
