package io.aerosocket.spring.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method of an {@link AeroSocketHandler} that is called once when a connection
 * has ended, however it ended.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnClose {

	/**
	 * Where the method runs; {@code AUTO} for as the class says.
	 * @return the execution
	 */
	HandlerExecution execution() default HandlerExecution.AUTO;

}
