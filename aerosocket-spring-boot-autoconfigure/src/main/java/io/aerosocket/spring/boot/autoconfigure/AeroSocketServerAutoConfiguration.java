package io.aerosocket.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.netty.handler.ssl.SslContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Scope;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.web.bind.annotation.RequestParam;

import io.aerosocket.Connection;
import io.aerosocket.Connections;
import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.server.AeroServer;
import io.aerosocket.server.AeroServerCustomizer;
import io.aerosocket.spring.event.AeroSocketEventPublisher;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.AeroSocketHandlers;
import io.aerosocket.spring.handler.ConnectionBeans;
import io.aerosocket.spring.handler.HandlerSettings;
import io.aerosocket.telemetry.DeadLetterSink;
import io.aerosocket.telemetry.EngineListener;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for an {@link AeroServer} that
 * serves the application's {@link AeroSocketHandler} beans. Backs off when the
 * application defines its own server.
 */
@AutoConfiguration(afterName = { "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
		"org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration",
		"org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration" })
@ConditionalOnClass({ AeroServer.class, RequestParam.class })
@ConditionalOnBooleanProperty(name = "aerosocket.server.enabled", matchIfMissing = true)
@EnableConfigurationProperties(AeroSocketServerProperties.class)
@Import({ CodecConfigurations.Plain.class, CodecConfigurations.Jackson.class, CodecConfigurations.Cbor.class })
@ImportRuntimeHints(SettingsRuntimeHints.class)
public final class AeroSocketServerAutoConfiguration {

	@Bean
	static CustomScopeConfigurer aeroSocketConnectionScope() {
		CustomScopeConfigurer configurer = new CustomScopeConfigurer();
		configurer.addScope(ConnectionBeans.SCOPE, new ConnectionBeans());
		return configurer;
	}

	// For the beans of that scope. It is not theirs to close.
	@Bean(name = ConnectionBeans.CONNECTION, destroyMethod = "")
	@Scope(ConnectionBeans.SCOPE)
	@ConditionalOnMissingBean
	static Connection aeroSocketConnection() {
		return ConnectionBeans.current();
	}

	@Bean
	@ConditionalOnMissingBean
	AeroSocketEventPublisher aeroSocketEventPublisher(AeroSocketServerProperties properties,
			ConfigurableApplicationContext context) {
		return new AeroSocketEventPublisher(context, ServerPropertiesRules.checked(properties).events().maxPending());
	}

	@Bean
	static UnknownPropertiesCheck aeroSocketUnknownPropertiesCheck(ConfigurableEnvironment environment) {
		return new UnknownPropertiesCheck(environment);
	}

	@Bean
	static UnservedHandlersCheck aeroSocketUnservedHandlersCheck() {
		return new UnservedHandlersCheck();
	}

	@Bean
	@ConditionalOnMissingBean
	HandlerSettings aeroSocketHandlerSettings(AeroSocketServerProperties properties, ApplicationContext context) {
		return HandlerSettingsFactory.create(ServerPropertiesRules.checked(properties), context);
	}

	@Bean
	@ConditionalOnMissingBean
	AeroSocketHandlers aeroSocketHandlers(ConfigurableListableBeanFactory beanFactory, HandlerSettings settings) {
		return AeroSocketHandlers.discover(beanFactory, settings);
	}

	// Before the server, because it is for the one that is made here.
	@Bean
	@ConditionalOnMissingBean({ AeroServer.class, AeroSocketSettings.class })
	AeroSocketSettings aeroSocketSettings(AeroSocketServerProperties properties, ObjectProvider<AeroServer> server,
			ObjectProvider<SslBundles> bundles, ObjectProvider<AeroServerCustomizer> customizers,
			ConfigurableApplicationContext context) {
		return new AeroSocketSettings(properties, new ServerSettings(customizers, bundles), server, context);
	}

	@Bean
	@ConditionalOnMissingBean
	AeroServer aeroSocketServer(AeroSocketServerProperties properties, AeroSocketHandlers handlers,
			ObjectProvider<SslBundles> bundles, ObjectProvider<HandshakeInterceptor> interceptors,
			ObjectProvider<EngineListener> listeners, ObjectProvider<DeadLetterSink> deadLetterSinks,
			ObjectProvider<AeroServerCustomizer> customizers) {
		SslContext sslContext = ServerSsl.context(ServerPropertiesRules.checked(properties).ssl(), bundles);
		List<AeroServerCustomizer> all = new ArrayList<>();
		all.add(new PropertiesServerCustomizer(properties, sslContext));
		all.add((builder) -> {
			interceptors.orderedStream().map(handlers::propagating).forEach(builder::interceptor);
			builder.interceptor(handlers.interceptor());
			listeners.orderedStream().forEach(builder::listener);
			deadLetterSinks.orderedStream().forEach(builder::deadLetterSink);
			builder.listener(handlers.listener());
		});
		customizers.orderedStream().forEach(all::add);
		return ServerFactory.create(all, handlers.routes());
	}

	@Bean
	@ConditionalOnMissingBean
	OverloadAvailability aeroSocketOverloadAvailability(ApplicationContext context, ObjectProvider<AeroServer> server) {
		return new OverloadAvailability(context, () -> server.getObject().state() == AeroServer.State.RUNNING);
	}

	@Bean
	@ConditionalOnMissingBean
	Connections aeroSocketConnections(ConfigurableListableBeanFactory beanFactory, ObjectProvider<AeroServer> server) {
		return new LazyConnections(() -> isCreated(beanFactory) ? server.getObject() : null);
	}

	// A handler may ask for connections while it is created, and the server needs it
	// before.
	private static boolean isCreated(ConfigurableListableBeanFactory beanFactory) {
		for (String name : beanFactory.getBeanNamesForType(AeroServer.class, true, false)) {
			if (!beanFactory.containsSingleton(name)) {
				return false;
			}
		}
		return true;
	}

	@Bean
	@ConditionalOnMissingBean(name = "aeroSocketServerLifecycle")
	AeroSocketServerLifecycle aeroSocketServerLifecycle(AeroServer server, AeroSocketHandlers handlers,
			AeroSocketServerProperties properties, ApplicationContext context) {
		return new AeroSocketServerLifecycle(server, handlers.routes(), context, properties.shutdown().secondSignal());
	}

}
