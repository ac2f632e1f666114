package io.aerosocket.spring.boot.test.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.util.ClassUtils;

import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.codec.Codec;
import io.aerosocket.server.AeroServerCustomizer;
import io.aerosocket.spring.handler.AeroSocketAdvice;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.ConnectionScope;
import io.aerosocket.spring.handler.HandlerArgumentResolver;
import io.aerosocket.spring.handler.HandlerCallInterceptor;
import io.aerosocket.spring.handler.HandlerReturnValueHandler;
import io.aerosocket.telemetry.EngineListener;

/**
 * Which components {@link AeroSocketTest} loads. What other modules add to them stands in
 * their {@code META-INF/spring/…AeroSocketTest.includes}.
 */
final class AeroSocketTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<AeroSocketTest> {

	private static final Set<Class<?>> ALWAYS = Set.of(AeroSocketAdvice.class, ConnectionScope.class, Codec.class,
			HandlerArgumentResolver.class, HandlerReturnValueHandler.class, HandlerCallInterceptor.class,
			HandshakeInterceptor.class, EngineListener.class, AeroServerCustomizer.class, Converter.class,
			GenericConverter.class);

	private static final String[] IF_PRESENT = { "org.springframework.boot.jackson.JacksonComponent",
			"org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer",
			"tools.jackson.databind.JacksonModule" };

	private final Set<Class<?>> handlers;

	AeroSocketTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
		this.handlers = Set.of(getAnnotation().getClassArray("handlers"));
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		Set<Class<?>> includes = new LinkedHashSet<>(ALWAYS);
		for (String name : IF_PRESENT) {
			if (ClassUtils.isPresent(name, null)) {
				includes.add(ClassUtils.resolveClassName(name, null));
			}
		}
		if (this.handlers.isEmpty()) {
			includes.add(AeroSocketHandler.class);
		}
		return includes;
	}

	@Override
	protected Set<Class<?>> getComponentIncludes() {
		return this.handlers;
	}

}
