package io.aerosocket.spring.handler;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;

/**
 * A call of a handler method, as a {@link HandlerCallInterceptor} sees it.
 */
public interface HandlerCall {

	/**
	 * Returns what the method is called for.
	 * @return the event
	 */
	HandlerEvent event();

	/**
	 * Returns the connection that it is called for.
	 * @return the connection
	 */
	Connection connection();

	/**
	 * Returns the handler.
	 * @return the bean, or its proxy
	 */
	Object handler();

	/**
	 * Returns the method.
	 * @return the method of the handler's own class, with its annotations
	 */
	Method method();

	/**
	 * Returns the {@link io.aerosocket.Message}, the {@link io.aerosocket.CloseReason} or
	 * the {@link Throwable} that the method is called for.
	 * @return the cause, {@code null} for a connection that was opened
	 */
	@Nullable Object cause();

	/**
	 * Returns the arguments that the method gets. Those of {@link io.aerosocket.Message}
	 * and {@link java.nio.ByteBuffer} are valid until the call is over.
	 * @return the arguments; what is changed in it is what the method gets
	 */
	@Nullable Object[] arguments();

	/**
	 * Calls the next interceptor, and the method behind the last. May be called later, on
	 * another thread and more than once; a message is readable until the intercepted
	 * call's stage completes.
	 * @return what the method returned, {@code null} for {@code void}
	 * @throws Throwable what the method threw
	 */
	@Nullable Object proceed() throws Throwable;

}
