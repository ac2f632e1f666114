package io.aerosocket.spring.handler;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import io.aerosocket.Connection;

/**
 * Calls a bean's method through interceptors.
 */
final class InterceptedMethod implements BoundMethod {

	private final HandlerCallInterceptor[] interceptors;

	private final Object handler;

	private final Method method;

	private final HandlerEvent event;

	private final HandlerArgument[] sources;

	private final MethodHandle handle;

	private InterceptedMethod(List<HandlerCallInterceptor> interceptors, Object handler, Method method,
			HandlerEvent event, Many target) {
		this.interceptors = interceptors.toArray(HandlerCallInterceptor[]::new);
		this.handler = handler;
		this.method = method;
		this.event = event;
		this.sources = target.arguments();
		this.handle = target.handle();
	}

	/**
	 * Binds a method, through those interceptors that are for it.
	 * @param interceptors the application's interceptors in order
	 * @param handler the bean, or its proxy
	 * @param method the method of the bean's own class
	 * @param invocable the method that can be invoked on the bean
	 * @param event what it is called for
	 * @param sources one source for each parameter
	 * @return the bound method
	 */
	static BoundMethod of(List<HandlerCallInterceptor> interceptors, Object handler, Method method, Method invocable,
			HandlerEvent event, List<HandlerArgument> sources) {
		List<HandlerCallInterceptor> concerned = interceptors.stream()
			.filter((interceptor) -> interceptor.intercepts(method, event))
			.toList();
		return concerned.isEmpty() ? BoundMethod.of(handler, invocable, sources)
				: new InterceptedMethod(concerned, handler, method, event, Many.of(handler, invocable, sources));
	}

	@Override
	public @Nullable Object invoke(Connection connection, @Nullable Object cause) throws Throwable {
		@Nullable Object[] arguments = new @Nullable Object[this.sources.length];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = this.sources[i].get(connection, cause);
		}
		return checked(new Call(0, connection, cause, arguments).proceed());
	}

	// The reply is prepared for what the method is declared to return.
	private @Nullable Object checked(@Nullable Object result) {
		Class<?> type = this.method.getReturnType();
		if (result == null || type == void.class || ClassUtils.isAssignableValue(type, result)) {
			return result;
		}
		throw new IllegalStateException("result of the interceptors of " + MethodFactory.describe(this.method) + ": a "
				+ result.getClass().getName() + " (expected: " + type.getName() + ")");
	}

	/**
	 * One call, as one of the interceptors sees it.
	 */
	private final class Call implements HandlerCall {

		private final int next;

		private final Connection connection;

		private final @Nullable Object cause;

		private final @Nullable Object[] arguments;

		Call(int next, Connection connection, @Nullable Object cause, @Nullable Object[] arguments) {
			this.next = next;
			this.connection = connection;
			this.cause = cause;
			this.arguments = arguments;
		}

		@Override
		public HandlerEvent event() {
			return InterceptedMethod.this.event;
		}

		@Override
		public Connection connection() {
			return this.connection;
		}

		@Override
		public Object handler() {
			return InterceptedMethod.this.handler;
		}

		@Override
		public Method method() {
			return InterceptedMethod.this.method;
		}

		@Override
		public @Nullable Object cause() {
			return this.cause;
		}

		@Override
		public @Nullable Object[] arguments() {
			return this.arguments;
		}

		@Override
		public @Nullable Object proceed() throws Throwable {
			HandlerCallInterceptor[] all = InterceptedMethod.this.interceptors;
			if (this.next == all.length) {
				return (Object) InterceptedMethod.this.handle.invokeExact(this.arguments);
			}
			return all[this.next].intercept(new Call(this.next + 1, this.connection, this.cause, this.arguments));
		}

	}

}
