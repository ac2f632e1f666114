package io.aerosocket.spring.handler;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import io.aerosocket.Handshake;
import io.aerosocket.HandshakeDecision;
import io.aerosocket.HandshakeInterceptor;

/**
 * Refuses a request with 400 that lacks what a method of its handler needs, rather than
 * letting each of its messages fail.
 */
final class HandshakeCheck implements HandshakeInterceptor {

	private static final CompletionStage<HandshakeDecision> ACCEPT = HandshakeDecision.accept().now();

	private static final int BAD_REQUEST = 400;

	private final Map<String, List<HandshakeArgument>> arguments;

	/**
	 * Creates the check.
	 * @param arguments what is needed by path pattern
	 */
	HandshakeCheck(Map<String, List<HandshakeArgument>> arguments) {
		this.arguments = Map.copyOf(arguments);
	}

	@Override
	public CompletionStage<HandshakeDecision> intercept(Handshake handshake) {
		try {
			for (HandshakeArgument argument : this.arguments.getOrDefault(handshake.pathPattern(), List.of())) {
				argument.get(handshake);
			}
			return ACCEPT;
		}
		catch (HandshakeValueException ex) {
			return HandshakeDecision.refuse(BAD_REQUEST, ex.getMessage()).now();
		}
	}

}
