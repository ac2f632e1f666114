package io.aerosocket.spring.boot.autoconfigure.actuate;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.context.annotation.Bean;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketServerAutoConfiguration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the health of an
 * {@link AeroServer}.
 */
@AutoConfiguration(after = AeroSocketServerAutoConfiguration.class,
		beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({ Health.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(AeroServer.class)
@ConditionalOnEnabledHealthIndicator("aerosocket")
public final class AeroSocketHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "aerosocketHealthIndicator")
	AeroSocketHealthIndicator aerosocketHealthIndicator(AeroServer server) {
		return new AeroSocketHealthIndicator(server);
	}

}
