package io.aerosocket.spring.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of an {@link AeroSocketHandler} that is called when another one failed.
 * Its parameter of a {@link Throwable} type says for which errors, without one it is for
 * all; the most specific method wins. What it returns is sent to the peer, and the
 * connection goes on. An error that no method takes is left to the server's failure
 * policy.
 * <p>
 * In a handler whose messages have an envelope, what it returns is sent in one of the
 * type {@code error}, with the id of the message that failed if it has one.
 * <p>
 * It runs where the failed call ran, the event loop included.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnError {

}
