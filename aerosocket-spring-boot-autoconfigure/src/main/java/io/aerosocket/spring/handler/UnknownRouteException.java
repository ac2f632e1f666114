package io.aerosocket.spring.handler;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;

/**
 * A message names no route, or one that no {@link OnMessage} method is for, and there is
 * no method without a route. Goes to {@link OnError} methods; unhandled, it is answered
 * as {@link RoutingSettings#unknown()} says, or the connection is closed with 1003.
 * <p>
 * Carries no stack trace: it tells of the peer's bytes, not of our code.
 */
public final class UnknownRouteException extends RuntimeException implements PeerFault {

	private static final long serialVersionUID = 1L;

	private final @Nullable String route;

	/**
	 * Creates the exception.
	 * @param route the route that the peer named, or {@code null}; not in the message
	 */
	public UnknownRouteException(@Nullable String route) {
		super((route != null) ? "route: one that no method is for" : "route: none (expected: the name of one)", null,
				false, false);
		this.route = route;
	}

	/**
	 * Returns the route.
	 * @return what the peer sent, at most 128 characters, or {@code null} if it named
	 * none
	 */
	public @Nullable String route() {
		return this.route;
	}

	@Override
	public CloseCode closeCode() {
		return CloseCode.UNSUPPORTED_DATA;
	}

	@Override
	public FaultReason reason() {
		return FaultReason.UNKNOWN_ROUTE;
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
