package io.aerosocket.spring.boot.autoconfigure.audit;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketAuditProperties;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketServerAutoConfiguration;
import io.aerosocket.spring.boot.autoconfigure.actuate.AeroSocketOperatorCloseEvent;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the audit of security events: as
 * lines of JSON, as Boot's audit events where the actuator is there, and to the
 * application's own {@link SecurityEventSink} beans.
 */
@AutoConfiguration(after = AeroSocketServerAutoConfiguration.class)
@ConditionalOnBean(AeroServer.class)
@ConditionalOnBooleanProperty(name = "aerosocket.audit.enabled", matchIfMissing = true)
@EnableConfigurationProperties(AeroSocketAuditProperties.class)
public final class AeroSocketAuditAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "aeroSocketAuditLog")
	@Order(0)
	SecurityEventSink aeroSocketAuditLog() {
		return new AuditLog();
	}

	@Bean
	@ConditionalOnMissingBean
	SecurityAudit aeroSocketSecurityAudit(AeroSocketAuditProperties properties,
			ObjectProvider<SecurityEventSink> sinks) {
		return new SecurityAudit(sinks.orderedStream().toList(), properties.maxPerSecond());
	}

	@Bean
	@ConditionalOnMissingBean
	SecurityEventListener aeroSocketSecurityEventListener(AeroSocketAuditProperties properties, SecurityAudit audit) {
		return new SecurityEventListener(audit,
				new Pseudonyms(properties.pseudonymize(), properties.pseudonymizeKey()));
	}

	@Bean
	@ConditionalOnMissingBean(name = "aeroSocketOperatorCloseListener")
	ApplicationListener<AeroSocketOperatorCloseEvent> aeroSocketOperatorCloseListener(SecurityEventListener listener) {
		return (event) -> listener.operatorClosed(event.getConnection(), event.getOperator(), event.getCode());
	}

	/**
	 * Publishes Boot's audit events.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(AuditApplicationEvent.class)
	static class Actuator {

		@Bean
		@ConditionalOnMissingBean(name = "aeroSocketAuditEvents")
		SecurityEventSink aeroSocketAuditEvents(ApplicationEventPublisher events) {
			return (event) -> {
				Map<String, @Nullable Object> data = new LinkedHashMap<>(event.data());
				events.publishEvent(new AuditApplicationEvent(
						new AuditEvent(event.timestamp(), event.principal(), event.type().auditType(), data)));
			};
		}

	}

}
