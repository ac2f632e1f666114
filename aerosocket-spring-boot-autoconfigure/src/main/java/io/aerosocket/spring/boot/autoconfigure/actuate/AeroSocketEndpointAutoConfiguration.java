package io.aerosocket.spring.boot.autoconfigure.actuate;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketServerAutoConfiguration;
import io.aerosocket.spring.handler.AeroSocketHandlers;
import io.aerosocket.spring.handler.HandlerRoute;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the {@link AeroSocketEndpoint}.
 */
@AutoConfiguration(after = AeroSocketServerAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(AeroServer.class)
@ConditionalOnAvailableEndpoint(AeroSocketEndpoint.class)
public final class AeroSocketEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AeroSocketEndpoint aeroSocketEndpoint(AeroServer server, ObjectProvider<AeroSocketHandlers> handlers) {
		return new AeroSocketEndpoint(server,
				handlers.stream().flatMap((found) -> found.routes().stream()).map(HandlerRoute::path).toList());
	}

}
