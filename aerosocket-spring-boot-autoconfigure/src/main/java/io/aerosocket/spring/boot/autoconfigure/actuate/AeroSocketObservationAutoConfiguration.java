package io.aerosocket.spring.boot.autoconfigure.actuate;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketServerAutoConfiguration;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketServerProperties;
import io.aerosocket.spring.observation.AeroSocketHandshakeObservationConvention;
import io.aerosocket.spring.observation.AeroSocketMessageObservationConvention;
import io.aerosocket.spring.observation.HandshakeObservations;
import io.aerosocket.spring.observation.HandshakeTracingHandler;
import io.aerosocket.spring.observation.MessageHeadersExtractor;
import io.aerosocket.spring.observation.MessageObservations;
import io.aerosocket.spring.observation.MessageTracingHandler;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for observations of an
 * {@link AeroServer}, and with tracing for their spans.
 */
@AutoConfiguration(after = AeroSocketServerAutoConfiguration.class, afterName = {
		"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration" })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ AeroServer.class, ObservationRegistry.class })
@ConditionalOnBooleanProperty(name = "aerosocket.server.observations.enabled", matchIfMissing = true)
public final class AeroSocketObservationAutoConfiguration {

	private static final String PROPAGATOR = "io.micrometer.tracing.propagation.Propagator";

	private static final double WITH_TRACING = 0.1;

	@Bean
	@ConditionalOnMissingBean
	HandshakeObservations aeroSocketHandshakeObservations(ObservationRegistry registry,
			ObjectProvider<AeroSocketHandshakeObservationConvention> convention) {
		return new HandshakeObservations(registry, convention.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	MessageObservations aeroSocketMessageObservations(ObservationRegistry registry,
			AeroSocketServerProperties properties, ListableBeanFactory beanFactory,
			ObjectProvider<AeroSocketMessageObservationConvention> convention,
			ObjectProvider<MessageHeadersExtractor> headers) {
		Double share = properties.observations().messageSampling();
		return new MessageObservations(registry, convention.getIfAvailable(), headers.getIfAvailable(),
				(share != null) ? share : defaultShare(beanFactory));
	}

	// The handling timer has the same for metrics alone, at a fraction of the cost.
	private static double defaultShare(ListableBeanFactory beanFactory) {
		ClassLoader loader = AeroSocketObservationAutoConfiguration.class.getClassLoader();
		return (ClassUtils.isPresent(PROPAGATOR, loader) && Tracing.isActive(beanFactory)) ? WITH_TRACING : 0;
	}

	/**
	 * The spans.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Tracer.class, Propagator.class })
	@ConditionalOnBean({ Tracer.class, Propagator.class })
	static class Tracing {

		/** Before those of Boot, which take any context with a carrier. */
		private static final int FIRST = 0;

		static boolean isActive(ListableBeanFactory beanFactory) {
			return beanFactory.getBeanNamesForType(Propagator.class, true, false).length > 0;
		}

		@Bean
		@Order(FIRST)
		@ConditionalOnMissingBean
		HandshakeTracingHandler aeroSocketHandshakeTracingHandler(Tracer tracer, Propagator propagator) {
			return new HandshakeTracingHandler(tracer, propagator);
		}

		@Bean
		@Order(FIRST)
		@ConditionalOnMissingBean
		MessageTracingHandler aeroSocketMessageTracingHandler(Tracer tracer, Propagator propagator) {
			return new MessageTracingHandler(tracer, propagator);
		}

	}

}
