package io.aerosocket.internal.transport;

/**
 * A connection that has to begin with a header of the PROXY protocol does not. Has no
 * stack trace, because peers can cause it.
 */
final class ProxyHeaderException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	ProxyHeaderException(String message) {
		super(message, null, false, false);
	}

}
