package io.aerosocket.spring.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of an {@link AeroSocketHandler} that is called for messages. The type of
 * its payload parameter says which: {@code String} or any type that JSON is read into for
 * text, {@code byte[]} or {@code ByteBuffer} for binary ones, {@code Message} for both. A
 * {@code Flux} or another reactive type of these gets all messages of a connection in a
 * single call. What it returns is the reply to the sender, never a broadcast.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnMessage {

	/**
	 * The routes that the method is for, for example {@code order.create}: what stands in
	 * the messages' {@code type}, or where {@link AeroSocketHandler#routeProperty()}
	 * says. Without one the method is for messages that have no other method.
	 * @return the names of routes
	 */
	String[] value() default {};

	/**
	 * Where the method runs; {@code AUTO} for as the class says.
	 * @return the execution
	 */
	HandlerExecution execution() default HandlerExecution.AUTO;

}
