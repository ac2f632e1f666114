package io.aerosocket.spring.handler;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;

/**
 * A path variable, request parameter or request header that a handler method needs is
 * absent, or is not of the type it needs. The handshake is refused with 400 where this is
 * found out early; else it goes to {@link OnError} methods, and unhandled the connection
 * is closed with 1008.
 * <p>
 * Carries no stack trace: it tells of the peer's request, not of our code.
 */
public final class HandshakeValueException extends RuntimeException implements PeerFault {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what was expected, safe to show to the peer
	 * @param cause why the conversion failed, or {@code null}
	 */
	public HandshakeValueException(String message, @Nullable Throwable cause) {
		super(message, cause, false, false);
	}

	@Override
	public CloseCode closeCode() {
		return CloseCode.POLICY_VIOLATION;
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
