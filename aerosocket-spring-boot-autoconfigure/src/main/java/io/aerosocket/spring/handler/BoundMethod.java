package io.aerosocket.spring.handler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

import io.aerosocket.Connection;

/**
 * Calls a bean's method through a class made for it or a method handle, with the
 * arguments' sources beside it: up to four parameters it needs no array of arguments.
 */
sealed interface BoundMethod
		permits BoundMethod.None, BoundMethod.One, BoundMethod.Two, BoundMethod.Three, BoundMethod.Four,
		BoundMethod.Many, BoundMethod.OneGenerated, BoundMethod.TwoGenerated, InterceptedMethod, MessageStreams.Feed {

	/**
	 * Calls the method.
	 * @param connection the connection
	 * @param event what the method is called for
	 * @return what the method returned, {@code null} for {@code void}
	 * @throws Throwable what the method or a source of an argument threw
	 */
	@Nullable Object invoke(Connection connection, @Nullable Object event) throws Throwable;

	/**
	 * Binds a method.
	 * @param bean the bean, or its proxy
	 * @param method a method that can be invoked on it
	 * @param arguments one source for each parameter
	 * @return the bound method
	 */
	static BoundMethod of(Object bean, Method method, List<HandlerArgument> arguments) {
		BoundMethod generated = generated(bean, method, arguments);
		if (generated != null) {
			return generated;
		}
		MethodHandle handle = generic(bean, method);
		return switch (arguments.size()) {
			case 0 -> new None(handle);
			case 1 -> new One(handle, arguments.get(0));
			case 2 -> new Two(handle, arguments.get(0), arguments.get(1));
			case 3 -> new Three(handle, arguments.get(0), arguments.get(1), arguments.get(2));
			case 4 -> new Four(handle, arguments.get(0), arguments.get(1), arguments.get(2), arguments.get(3));
			default -> Many.of(bean, method, arguments);
		};
	}

	private static @Nullable BoundMethod generated(Object bean, Method method, List<HandlerArgument> arguments) {
		if (arguments.size() == 1) {
			Function<@Nullable Object, @Nullable Object> call = GeneratedCall.one(bean, method);
			return (call != null) ? new OneGenerated(call, arguments.get(0)) : null;
		}
		if (arguments.size() == 2) {
			BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> call = GeneratedCall.two(bean, method);
			return (call != null) ? new TwoGenerated(call, arguments.get(0), arguments.get(1)) : null;
		}
		return null;
	}

	private static MethodHandle generic(Object bean, Method method) {
		// The class may be package-private, as beans often are.
		ReflectionUtils.makeAccessible(method);
		try {
			MethodHandle handle = MethodHandles.lookup().unreflect(method).asFixedArity().bindTo(bean);
			return handle.asType(handle.type().generic());
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException("Cannot access " + method, ex);
		}
	}

	/**
	 * No parameter.
	 *
	 * @param handle {@code ()Object}
	 */
	record None(MethodHandle handle) implements BoundMethod {

		@Override
		public @Nullable Object invoke(Connection connection, @Nullable Object event) throws Throwable {
			return (Object) this.handle.invokeExact();
		}

	}

	/**
	 * One parameter.
	 *
	 * @param handle {@code (Object)Object}
	 * @param first the source of its argument
	 */
	record One(MethodHandle handle, HandlerArgument first) implements BoundMethod {

		@Override
		public @Nullable Object invoke(Connection connection, @Nullable Object event) throws Throwable {
			return (Object) this.handle.invokeExact(this.first.get(connection, event));
		}

	}

	/**
	 * Two parameters.
	 *
	 * @param handle {@code (Object,Object)Object}
	 * @param first the source of the first argument
	 * @param second the source of the second argument
	 */
	record Two(MethodHandle handle, HandlerArgument first, HandlerArgument second) implements BoundMethod {

		@Override
		public @Nullable Object invoke(Connection connection, @Nullable Object event) throws Throwable {
			return (Object) this.handle.invokeExact(this.first.get(connection, event),
					this.second.get(connection, event));
		}

	}

	/**
	 * One parameter, and a class for the call.
	 *
	 * @param call calls the method
	 * @param first the source of its argument
	 */
	record OneGenerated(Function<@Nullable Object, @Nullable Object> call,
			HandlerArgument first) implements BoundMethod {

		@Override
		public @Nullable Object invoke(Connection connection, @Nullable Object event) throws Throwable {
			return this.call.apply(this.first.get(connection, event));
		}

	}

	/**
	 * Two parameters, and a class for the call.
	 *
	 * @param call calls the method
	 * @param first the source of the first argument
	 * @param second the source of the second argument
	 */
	record TwoGenerated(BiFunction<@Nullable Object, @Nullable Object, @Nullable Object> call, HandlerArgument first,
			HandlerArgument second) implements BoundMethod {

		@Override
		public @Nullable Object invoke(Connection connection, @Nullable Object event) throws Throwable {
			return this.call.apply(this.first.get(connection, event), this.second.get(connection, event));
		}

	}

	/**
	 * Three parameters.
	 *
	 * @param handle {@code (Object,Object,Object)Object}
	 * @param first the source of the first argument
	 * @param second the source of the second argument
	 * @param third the source of the third argument
	 */
	record Three(MethodHandle handle, HandlerArgument first, HandlerArgument second,
			HandlerArgument third) implements BoundMethod {

		@Override
		public @Nullable Object invoke(Connection connection, @Nullable Object event) throws Throwable {
			return (Object) this.handle.invokeExact(this.first.get(connection, event),
					this.second.get(connection, event), this.third.get(connection, event));
		}

	}

	/**
	 * Four parameters.
	 *
	 * @param handle {@code (Object,Object,Object,Object)Object}
	 * @param first the source of the first argument
	 * @param second the source of the second argument
	 * @param third the source of the third argument
	 * @param fourth the source of the fourth argument
	 */
	record Four(MethodHandle handle, HandlerArgument first, HandlerArgument second, HandlerArgument third,
			HandlerArgument fourth) implements BoundMethod {

		@Override
		public @Nullable Object invoke(Connection connection, @Nullable Object event) throws Throwable {
			return (Object) this.handle.invokeExact(this.first.get(connection, event),
					this.second.get(connection, event), this.third.get(connection, event),
					this.fourth.get(connection, event));
		}

	}

	/**
	 * Five parameters and more.
	 *
	 * @param handle {@code (Object[])Object}
	 * @param arguments the sources of the arguments
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Many(MethodHandle handle, HandlerArgument[] arguments) implements BoundMethod {

		static Many of(Object bean, Method method, List<HandlerArgument> arguments) {
			return new Many(generic(bean, method).asSpreader(Object[].class, arguments.size()),
					arguments.toArray(HandlerArgument[]::new));
		}

		@Override
		public @Nullable Object invoke(Connection connection, @Nullable Object event) throws Throwable {
			@Nullable Object[] values = new @Nullable Object[this.arguments.length];
			for (int i = 0; i < values.length; i++) {
				values[i] = this.arguments[i].get(connection, event);
			}
			return (Object) this.handle.invokeExact(values);
		}

	}

}
