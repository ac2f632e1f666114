package io.aerosocket.spring.boot.autoconfigure.actuate;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.aerosocket.spring.boot.autoconfigure.AeroSocketServerAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the conditions of the actuator's auto-configurations.
 */
class ActuateAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class,
				AeroSocketEndpointAutoConfiguration.class, AeroSocketHealthContributorAutoConfiguration.class,
				AeroSocketMetricsAutoConfiguration.class))
		.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.event-loops=1");

	@Test
	void healthIndicator() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(AeroSocketHealthIndicator.class)
			.hasBean("aerosocketHealthIndicator"));
	}

	@Test
	void healthIndicatorMayBeDisabled() {
		this.contextRunner.withPropertyValues("management.health.aerosocket.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(AeroSocketHealthIndicator.class));
	}

	@Test
	void healthIndicatorBacksOff() {
		this.contextRunner.withBean("aerosocketHealthIndicator", HealthIndicator.class, () -> () -> Health.up().build())
			.run((context) -> assertThat(context).doesNotHaveBean(AeroSocketHealthIndicator.class));
	}

	@Test
	void nothingWithoutHealthAndMicrometer() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Health.class, MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(AeroSocketHealthContributorAutoConfiguration.class)
				.doesNotHaveBean(AeroSocketMetricsAutoConfiguration.class));
	}

	@Test
	void nothingWithoutServer() {
		this.contextRunner
			.withPropertyValues("aerosocket.server.enabled=false", "management.endpoints.web.exposure.include=*")
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> assertThat(context).doesNotHaveBean(AeroSocketEndpoint.class)
				.doesNotHaveBean(AeroSocketHealthIndicator.class)
				.doesNotHaveBean(AeroSocketMeterBinder.class));
	}

	@Test
	void metersNeedRegistry() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(AeroSocketMeterBinder.class));
		this.contextRunner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> assertThat(context).hasSingleBean(AeroSocketMeterBinder.class)
				.hasSingleBean(EngineTimers.class));
	}

	@Test
	void endpointNeedsExposure() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(AeroSocketEndpoint.class));
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=aerosocket")
			.run((context) -> assertThat(context).hasSingleBean(AeroSocketEndpoint.class));
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=aerosocket",
					"management.endpoint.aerosocket.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(AeroSocketEndpoint.class));
	}

}
