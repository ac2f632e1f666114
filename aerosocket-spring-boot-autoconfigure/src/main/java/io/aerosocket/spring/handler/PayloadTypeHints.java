package io.aerosocket.spring.handler;

import java.security.Principal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

import io.aerosocket.Connection;

/**
 * Registers the types that payloads are read into and replies are written from, found in
 * what methods declare: containers are looked into, and a sealed type stands for all that
 * it permits.
 */
final class PayloadTypeHints {

	private static final List<Class<?>> OTHERS = List.of(Throwable.class, Principal.class);

	// Containers, and infrastructure such as a stream's types.
	private static final List<String> NO_PAYLOADS = List.of("java.", "javax.", "kotlin.", "reactor.",
			"org.reactivestreams.", "org.springframework.", "io.netty.");

	private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

	private final Set<Class<?>> seen = new HashSet<>();

	private final ReflectionHints hints;

	PayloadTypeHints(ReflectionHints hints) {
		this.hints = hints;
	}

	/**
	 * Registers what a parameter or a return value may be.
	 * @param type the declared type
	 */
	void register(ResolvableType type) {
		ResolvableType element = type;
		while (element.isArray()) {
			element = element.getComponentType();
		}
		for (ResolvableType argument : element.getGenerics()) {
			register(argument);
		}
		Class<?> resolved = element.resolve();
		if (resolved != null && isPayload(resolved)) {
			register(resolved);
		}
	}

	private void register(Class<?> type) {
		if (!this.seen.add(type)) {
			return;
		}
		this.binding.registerReflectionHints(this.hints, type);
		if (type.isSealed()) {
			for (Class<?> permitted : type.getPermittedSubclasses()) {
				register(permitted);
			}
		}
	}

	private static boolean isPayload(Class<?> type) {
		return !ClassUtils.isPrimitiveOrWrapper(type) && !type.getPackage().equals(Connection.class.getPackage())
				&& NO_PAYLOADS.stream().noneMatch(type.getName()::startsWith)
				&& OTHERS.stream().noneMatch((other) -> other.isAssignableFrom(type));
	}

}
