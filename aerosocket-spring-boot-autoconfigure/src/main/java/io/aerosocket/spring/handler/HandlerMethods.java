package io.aerosocket.spring.handler;

import org.jspecify.annotations.Nullable;

/**
 * The methods of a handler by event.
 *
 * @param open called when a connection was opened
 * @param text called for text messages
 * @param binary called for binary messages
 * @param close called when a connection has ended
 * @param errors called when another failed
 */
record HandlerMethods(@Nullable HandlerMethod open, @Nullable HandlerMethod text, @Nullable HandlerMethod binary,
		@Nullable HandlerMethod close, ErrorMethods errors) {

}
