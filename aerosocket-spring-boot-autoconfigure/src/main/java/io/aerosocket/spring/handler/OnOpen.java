package io.aerosocket.spring.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method of an {@link AeroSocketHandler} that is called when a connection was
 * opened, before its first message. What it returns is sent to the new connection; a
 * stream that it returns goes on beside the messages, until the connection closes. In a
 * handler whose messages have an envelope it is sent in one, of the type {@code open} or
 * of the name that Jackson's {@code @JsonTypeName} gives to what is returned.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnOpen {

	/**
	 * Where the method runs; {@code AUTO} for as the class says.
	 * @return the execution
	 */
	HandlerExecution execution() default HandlerExecution.AUTO;

}
