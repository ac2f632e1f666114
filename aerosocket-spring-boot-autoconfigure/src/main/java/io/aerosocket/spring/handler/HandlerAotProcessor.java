package io.aerosocket.spring.handler;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Tells a native image of a bean's annotated methods: that they are called by reflection,
 * and which types their payloads and replies are read into and written from.
 */
final class HandlerAotProcessor implements BeanRegistrationAotProcessor {

	private static final String PACKAGE = HandlerAotProcessor.class.getPackageName();

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		Class<?> type = ClassUtils.getUserClass(bean.getBeanClass());
		Set<Method> methods = MethodIntrospector.selectMethods(type, HandlerAotProcessor::isAnnotated);
		if (methods.isEmpty()) {
			return null;
		}
		return (generation, code) -> register(generation.getRuntimeHints().reflection(), type, methods);
	}

	private static boolean isAnnotated(Method method) {
		return MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)
			.stream()
			.anyMatch((annotation) -> annotation.getType().getPackageName().equals(PACKAGE));
	}

	private static void register(ReflectionHints hints, Class<?> type, Set<Method> methods) {
		hints.registerType(type);
		PayloadTypeHints payloads = new PayloadTypeHints(hints);
		for (Method method : methods) {
			invocable(type, method).forEach((each) -> hints.registerMethod(each, ExecutableMode.INVOKE));
			DeclaredMethod declared = new DeclaredMethod(type, method);
			for (MethodParameter parameter : declared.getMethodParameters()) {
				payloads.register(ResolvableType.forMethodParameter(parameter));
			}
			payloads.register(declared.returned());
		}
	}

	// A proxy of interfaces is called through theirs.
	private static Set<Method> invocable(Class<?> type, Method method) {
		Set<Method> methods = new HashSet<>(Set.of(method));
		for (Class<?> contract : ClassUtils.getAllInterfacesForClassAsSet(type)) {
			Method declared = ReflectionUtils.findMethod(contract, method.getName(), method.getParameterTypes());
			if (declared != null) {
				methods.add(declared);
			}
		}
		return methods;
	}

}
