package io.aerosocket.spring.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.annotation.AliasFor;

/**
 * Gives each connection a bean of its own: created when a handler method of the
 * connection uses it first, and destroyed when the connection has ended, after
 * {@link OnClose}. What is injected is a proxy, so that handlers and other singletons can
 * have it. Its own constructor may take the {@link io.aerosocket.Connection}. To be used
 * inside of handler methods only, on whichever thread they run, and not in what they
 * leave to other threads.
 *
 * <pre class="code">
 * &#064;Component
 * &#064;ConnectionScope
 * class Cart {
 * }
 * </pre>
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Scope(ConnectionBeans.SCOPE)
public @interface ConnectionScope {

	/**
	 * How the proxy is made.
	 * @return a proxy of the class unless set
	 */
	@AliasFor(annotation = Scope.class)
	ScopedProxyMode proxyMode() default ScopedProxyMode.TARGET_CLASS;

}
