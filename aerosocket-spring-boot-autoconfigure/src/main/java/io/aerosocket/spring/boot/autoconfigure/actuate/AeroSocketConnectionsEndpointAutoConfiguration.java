package io.aerosocket.spring.boot.autoconfigure.actuate;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketServerAutoConfiguration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the
 * {@link AeroSocketConnectionsEndpoint}.
 */
@AutoConfiguration(after = AeroSocketServerAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(AeroServer.class)
@ConditionalOnAvailableEndpoint(AeroSocketConnectionsEndpoint.class)
public final class AeroSocketConnectionsEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AeroSocketConnectionsEndpoint aeroSocketConnectionsEndpoint(AeroServer server, ApplicationEventPublisher events) {
		return new AeroSocketConnectionsEndpoint(server.connections(), events);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	AeroSocketConnectionsEndpointWebExtension aeroSocketConnectionsEndpointWebExtension(
			AeroSocketConnectionsEndpoint endpoint) {
		return new AeroSocketConnectionsEndpointWebExtension(endpoint);
	}

}
