package io.aerosocket.spring.handler;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * Strategy that surrounds the calls of handler methods, to measure, log, check or refuse
 * them, to set what belongs to the thread, or to change arguments and results. Beans of
 * this type are called in their {@link org.springframework.core.annotation.Order}, the
 * first outermost, and inside them any proxy of the handler.
 *
 * <pre class="code">
 * &#064;Bean
 * HandlerCallInterceptor quota(Quotas quotas) {
 *     return (call) -&gt; {
 *         quotas.check(call.connection());
 *         return call.proceed();
 *     };
 * }
 * </pre>
 */
@FunctionalInterface
public interface HandlerCallInterceptor {

	/**
	 * Surrounds a call. Called on the thread that the method runs on, which may be an
	 * event loop, with the arguments at hand.
	 * @param call the call
	 * @return what is sent as if the method had returned it, normally what
	 * {@link HandlerCall#proceed()} returned: of the method's return type, or
	 * {@code null} to send nothing
	 * @throws Throwable what is handled as if the method had thrown it
	 */
	@Nullable Object intercept(HandlerCall call) throws Throwable;

	/**
	 * Says whether a method's calls are to be intercepted. Asked once for each method, at
	 * start-up: calls of other methods cost nothing.
	 * @param method the method of the handler's own class, with its annotations
	 * @param event what it is called for
	 * @return {@code true} unless overridden
	 */
	default boolean intercepts(Method method, HandlerEvent event) {
		return true;
	}

}
