package io.aerosocket.spring.boot.autoconfigure.actuate;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.aerosocket.spring.boot.autoconfigure.AeroSocketServerAutoConfiguration;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketSettings;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the
 * {@link AeroSocketSettingsEndpoint}.
 */
@AutoConfiguration(after = AeroSocketServerAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(AeroSocketSettings.class)
@ConditionalOnAvailableEndpoint(AeroSocketSettingsEndpoint.class)
public final class AeroSocketSettingsEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AeroSocketSettingsEndpoint aeroSocketSettingsEndpoint(AeroSocketSettings settings) {
		return new AeroSocketSettingsEndpoint(settings);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	AeroSocketSettingsEndpointWebExtension aeroSocketSettingsEndpointWebExtension(AeroSocketSettingsEndpoint endpoint) {
		return new AeroSocketSettingsEndpointWebExtension(endpoint);
	}

}
