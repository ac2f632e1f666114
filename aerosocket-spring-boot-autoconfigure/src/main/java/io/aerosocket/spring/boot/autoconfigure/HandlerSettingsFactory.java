package io.aerosocket.spring.boot.autoconfigure;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.convert.ConversionService;
import org.springframework.util.ClassUtils;
import org.springframework.validation.Validator;

import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.codec.Codec;
import io.aerosocket.codec.EnvelopeFormat;
import io.aerosocket.spring.handler.AeroSocketTemplate;
import io.aerosocket.spring.handler.HandlerArgumentResolver;
import io.aerosocket.spring.handler.HandlerCallInterceptor;
import io.aerosocket.spring.handler.HandlerReturnValueHandler;
import io.aerosocket.spring.handler.HandlerSettings;
import io.aerosocket.spring.handler.RoutingSettings;

/**
 * Collects from an application what its handlers have in common.
 */
final class HandlerSettingsFactory {

	private static final List<String> CONVERSION_SERVICES = List.of("mvcConversionService", "webFluxConversionService",
			ConfigurableApplicationContext.CONVERSION_SERVICE_BEAN_NAME);

	private static final String DEFAULT_VALIDATOR = "defaultValidator";

	private HandlerSettingsFactory() {
	}

	static HandlerSettings create(AeroSocketServerProperties properties, ApplicationContext context) {
		List<Codec> codecs = context.getBeanProvider(Codec.class).orderedStream().toList();
		return HandlerSettings.builder()
			.conversion(conversion(context))
			.codecs(codecs)
			.codec(checked(properties.codec(), codecs))
			.subprotocols(properties.subprotocols())
			.routing(routing(properties.routing()))
			.validator(validator(context))
			.argumentResolvers(context.getBeanProvider(HandlerArgumentResolver.class).orderedStream().toList())
			.returnValueHandlers(context.getBeanProvider(HandlerReturnValueHandler.class).orderedStream().toList())
			.execution(properties.execution().mode())
			.virtualThreads(Threading.VIRTUAL.isActive(context.getEnvironment()))
			.interceptors(context.getBeanProvider(HandlerCallInterceptor.class).orderedStream().toList())
			.loggingContext(properties.execution().mdc())
			.contextPropagation(isContextSet(context))
			.template(context.getBeanProvider(AeroSocketTemplate.class).getIfAvailable())
			.build();
	}

	private static RoutingSettings routing(AeroSocketServerProperties.Routing routing) {
		return new RoutingSettings(
				new EnvelopeFormat(routing.property(), routing.idProperty(), routing.payloadProperty()),
				routing.unknown(), routing.undecodable(), routing.invalid());
	}

	private static @Nullable String checked(@Nullable String name, List<Codec> codecs) {
		List<String> names = codecs.stream().flatMap((codec) -> codec.names().stream()).distinct().toList();
		if (name != null && !names.contains(name)) {
			throw new InvalidConfigurationPropertyValueException("aerosocket.server.codec", name,
					"There is no codec of that name: use one of " + names
							+ ", add the library that it needs, or a Codec bean of that name.");
		}
		return name;
	}

	// Without an interceptor there is nobody to set one; ours sets none.
	private static boolean isContextSet(ApplicationContext context) {
		return ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory", context.getClassLoader())
				&& Arrays.stream(context.getBeanNamesForType(HandshakeInterceptor.class, true, false))
					.anyMatch((name) -> !name.equals("aeroSocketHandshakeObservations"));
	}

	// That of the web framework knows the converters that the application registered
	// there.
	private static ConversionService conversion(ApplicationContext context) {
		for (String name : CONVERSION_SERVICES) {
			if (context.containsBean(name)) {
				return context.getBean(name, ConversionService.class);
			}
		}
		ApplicationConversionService service = new ApplicationConversionService();
		ApplicationConversionService.addBeans(service, context);
		return service;
	}

	private static @Nullable Validator validator(BeanFactory beanFactory) {
		if (beanFactory.containsBean(DEFAULT_VALIDATOR)) {
			return beanFactory.getBean(DEFAULT_VALIDATOR, Validator.class);
		}
		return beanFactory.getBeanProvider(Validator.class).getIfUnique();
	}

}
