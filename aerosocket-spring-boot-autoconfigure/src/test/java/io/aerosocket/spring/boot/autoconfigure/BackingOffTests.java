package io.aerosocket.spring.boot.autoconfigure;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every bean that is configured automatically gives way to one of the application's own:
 * of its type where the type is public, of its name otherwise.
 */
class BackingOffTests {

	@ParameterizedTest
	@MethodSource("beans")
	void beanIsThereUnlessTheApplicationHasOne(Method bean) {
		assertThat(isConfigured(bean, null)).as("without the application's own").isTrue();
		ConditionalOnMissingBean condition = bean.getAnnotation(ConditionalOnMissingBean.class);
		assertThat(condition).as("@ConditionalOnMissingBean of %s", bean).isNotNull();
		String own = (condition.name().length > 0) ? condition.name()[0] : "own";
		assertThat(isConfigured(bean, own)).as("with the application's own").isFalse();
	}

	private static boolean isConfigured(Method bean, String own) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of("management.endpoints.web.exposure.include=*").applyTo(context);
			context.registerBean(SimpleMeterRegistry.class);
			context.registerBean(ObservationRegistry.class, ObservationRegistry::create);
			context.registerBean(Tracer.class, () -> Tracer.NOOP);
			context.registerBean(Propagator.class, () -> Propagator.NOOP);
			if (own != null) {
				context.registerBeanDefinition(own, definition(bean));
			}
			autoConfigurations().forEach(context::register);
			context.refreshForAotProcessing(new RuntimeHints());
			return context.containsBeanDefinition(bean.getName())
					&& bean.getName().equals(context.getBeanDefinition(bean.getName()).getFactoryMethodName());
		}
	}

	// Only looked at, never made.
	private static RootBeanDefinition definition(Method bean) {
		return new RootBeanDefinition(own(bean));
	}

	private static Class<?> own(Method bean) {
		Class<?>[] missing = bean.getAnnotation(ConditionalOnMissingBean.class).value();
		return (missing.length > 0) ? missing[0] : bean.getReturnType();
	}

	static List<Method> beans() {
		return autoConfigurations()
			.flatMap((type) -> Stream.concat(Stream.of(type), Stream.of(type.getDeclaredClasses())))
			.flatMap((type) -> Stream.of(type.getDeclaredMethods()))
			.filter((method) -> method.isAnnotationPresent(Bean.class))
			.filter((method) -> !BeanFactoryPostProcessor.class.isAssignableFrom(method.getReturnType()))
			.toList();
	}

	private static Stream<Class<?>> autoConfigurations() {
		ClassLoader loader = BackingOffTests.class.getClassLoader();
		return ImportCandidates.load(AutoConfiguration.class, loader)
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("io.aerosocket."))
			.map((name) -> ClassUtils.resolveClassName(name, loader));
	}

}
