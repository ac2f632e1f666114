package io.aerosocket.spring.handler;

import java.lang.annotation.Annotation;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Makes the {@link OnError} methods of a singleton bean those of several handlers. They
 * are asked after the handler's own; of several such beans, the first in order that has a
 * method for the error.
 * <p>
 * Without attributes it is for all handlers; with several, for those that any of them
 * selects.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface AeroSocketAdvice {

	/**
	 * Alias for {@link #basePackages}.
	 * @return names of packages
	 */
	@AliasFor("basePackages")
	String[] value() default {};

	/**
	 * Selects handlers of packages and the packages below them.
	 * @return names of packages
	 */
	@AliasFor("value")
	String[] basePackages() default {};

	/**
	 * Selects handlers by their class, or one that it extends or implements.
	 * @return classes
	 */
	Class<?>[] assignableTypes() default {};

	/**
	 * Selects handlers whose class has an annotation.
	 * @return types of annotations
	 */
	Class<? extends Annotation>[] annotations() default {};

	/**
	 * Selects handlers by their path, as they write it.
	 * @return path patterns, such as {@code /chat/{room}}; one that ends in {@code /**}
	 * is for everything below
	 */
	String[] paths() default {};

}
