package io.aerosocket.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.aerosocket.Connections;
import io.aerosocket.spring.handler.AeroSocketHandlers;
import io.aerosocket.spring.handler.AeroSocketTemplate;
import io.aerosocket.spring.handler.ConnectionCodecs;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for an {@link AeroSocketTemplate}.
 * It is there without a server too, so that who sends may be created, and says so when it
 * is used.
 */
@AutoConfiguration(after = AeroSocketServerAutoConfiguration.class)
@ConditionalOnClass(Connections.class)
public final class AeroSocketTemplateAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AeroSocketTemplate aeroSocketTemplate(ObjectProvider<Connections> connections,
			ObjectProvider<AeroSocketHandlers> handlers) {
		return new AeroSocketTemplate(connections::getIfAvailable, () -> codecs(handlers));
	}

	private static @Nullable ConnectionCodecs codecs(ObjectProvider<AeroSocketHandlers> handlers) {
		try {
			AeroSocketHandlers available = handlers.getIfAvailable();
			return (available != null) ? available.codecs() : null;
		}
		catch (BeanCreationException ex) {
			if (ex.contains(BeanCurrentlyInCreationException.class)) {
				// A handler sends while it is created.
				return null;
			}
			throw ex;
		}
	}

}
