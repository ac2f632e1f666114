package io.aerosocket.spring.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sends what an {@link OnOpen}, {@link OnMessage} or {@link OnClose} method returns to
 * all connections of the path instead of to the sender: each element of a stream, and
 * what a stage completes with. Encoded once for all of them.
 *
 * <pre class="code">
 * &#064;OnMessage
 * &#064;Broadcast
 * ChatLine say(ChatInput input, &#064;PathVariable String room) {
 *     return new ChatLine(room, input.text());
 * }
 * </pre>
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Broadcast {

	/**
	 * Whether the connection that the method was called for gets it too.
	 * @return {@code false} for all others only
	 */
	boolean toSelf() default true;

	/**
	 * Whether it is for those connections only whose path has the same values for its
	 * variables, such as the same room in {@code /chat/{room}}.
	 * @return {@code false} for all connections of the path's pattern
	 */
	boolean samePathVariables() default true;

	/**
	 * What a message is the latest value of, as an expression on what is sent, for
	 * example {@code symbol}. For receivers that read slowly and whose handler has
	 * {@link SlowConsumer#CONFLATE} it takes the place of one with an equal key that
	 * still waits. A {@code null} is no key.
	 * @return an expression of Spring's language; none by default
	 */
	String conflateBy() default "";

}
