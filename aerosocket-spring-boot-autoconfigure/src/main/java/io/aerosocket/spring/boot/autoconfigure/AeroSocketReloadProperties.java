package io.aerosocket.spring.boot.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * {@link ConfigurationProperties @ConfigurationProperties} for following the
 * configuration while the application runs.
 *
 * @param watch Whether to watch the configuration files outside of the jar, and to take
 * over what changes in them.
 * @param quietPeriod Time without a change of a file after which it is read, so that it
 * is not read half written.
 */
@ConfigurationProperties("aerosocket.reload")
public record AeroSocketReloadProperties(@DefaultValue("false") boolean watch,
		@DefaultValue("500ms") Duration quietPeriod) {

	public AeroSocketReloadProperties {
		if (quietPeriod.toMillis() < 1 || quietPeriod.compareTo(Duration.ofHours(1)) > 0) {
			throw new InvalidConfigurationPropertyValueException("aerosocket.reload.quiet-period", quietPeriod,
					"It must be between 1ms and 1h, such as '500ms'.");
		}
	}

}
