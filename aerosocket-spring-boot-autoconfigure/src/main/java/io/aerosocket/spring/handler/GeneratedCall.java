package io.aerosocket.spring.handler;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.AotDetector;

/**
 * Makes a class for the call of a bean's method, as the compiler does for a method
 * reference. The JIT compiler sees through it, which it cannot for a method handle that
 * is no constant: a small message's handler costs a tenth less.
 */
final class GeneratedCall {

	private GeneratedCall() {
	}

	/**
	 * Makes a call with one argument.
	 * @param bean the bean, or its proxy
	 * @param method a method of one parameter that can be invoked on it
	 * @return the call, or {@code null} where no class can be made for it
	 */
	@SuppressWarnings("unchecked")
	static @Nullable Function<@Nullable Object, @Nullable Object> one(Object bean, Method method) {
		MethodHandle made = make(method, Function.class);
		try {
			return (made != null) ? (Function<@Nullable Object, @Nullable Object>) made.invoke(bean) : null;
		}
		catch (Throwable ex) {
			throw new IllegalStateException("Cannot bind " + method, ex);
		}
	}

	/**
	 * Makes a call with two arguments.
	 * @param bean the bean, or its proxy
	 * @param method a method of two parameters that can be invoked on it
	 * @return the call, or {@code null} where no class can be made for it
	 */
	@SuppressWarnings("unchecked")
	static @Nullable BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> two(Object bean, Method method) {
		MethodHandle made = make(method, BiFunction.class);
		try {
			return (made != null) ? (BiFunction<@Nullable Object, @Nullable Object, @Nullable Object>) made.invoke(bean)
					: null;
		}
		catch (Throwable ex) {
			throw new IllegalStateException("Cannot bind " + method, ex);
		}
	}

	// A function returns something, and native images make no classes while they run. A
	// class loader that does not let us in, or a module, leaves the method handle.
	private static @Nullable MethodHandle make(Method method, Class<?> function) {
		if (method.getReturnType() == void.class || AotDetector.useGeneratedArtifacts()) {
			return null;
		}
		try {
			Class<?> owner = method.getDeclaringClass();
			MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(owner, MethodHandles.lookup());
			MethodHandle target = lookup.unreflect(method).asFixedArity();
			MethodType called = target.type().dropParameterTypes(0, 1).wrap();
			return LambdaMetafactory
				.metafactory(lookup, "apply", MethodType.methodType(function, owner), called.generic(), target, called)
				.getTarget();
		}
		catch (Exception | LinkageError ex) {
			return null;
		}
	}

}
