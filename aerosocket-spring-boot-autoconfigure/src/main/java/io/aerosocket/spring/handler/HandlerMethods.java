package io.aerosocket.spring.handler;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The methods of a handler by event.
 *
 * @param open called when a connection was opened
 * @param messages called for messages
 * @param close called when a connection has ended
 * @param errors called when another failed
 * @param subscribers called once for each connection, to subscribe to its messages
 * @param enveloped whether what is sent is in an envelope
 */
record HandlerMethods(@Nullable HandlerMethod open, HandlerCodecs.PerCodec<MessageTargets> messages,
		@Nullable HandlerMethod close, ErrorMethods errors, List<HandlerMethod> subscribers, boolean enveloped) {

}
