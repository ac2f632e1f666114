package io.aerosocket;

import java.util.concurrent.CompletionStage;

/**
 * Decides, after the request was found to be a valid WebSocket handshake for an existing
 * route and origin, whether it may become a connection. Interceptors run in order; the
 * first refusal ends it.
 */
@FunctionalInterface
public interface HandshakeInterceptor {

	/**
	 * Decides on a handshake. Called on an event loop, so it must not block; a decision
	 * that takes time completes its stage later, from any thread. The handshake's time
	 * limit goes on meanwhile. A thrown error, or a stage that fails, refuses with 500.
	 * @param handshake the request; attributes put into it come with the connection
	 * @return the decision
	 */
	CompletionStage<HandshakeDecision> intercept(Handshake handshake);

}
