/**
 * Annotated handlers: beans whose methods are called for a connection's events, and the
 * strategies that supply their arguments and send what they return.
 * <p>
 * Everything about a method is found out once, at start-up; a call costs a method handle
 * and what its payload needs. Needs the Spring Framework, not Spring Boot.
 */
@NullMarked
package io.aerosocket.spring.handler;

import org.jspecify.annotations.NullMarked;
