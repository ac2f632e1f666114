package io.aerosocket.internal.transport;

/**
 * There is no memory for what a peer sends before its TLS handshake has ended. Has no
 * stack trace, because peers can cause it.
 */
final class HandshakeMemoryException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	HandshakeMemoryException() {
		super("unfinished handshakes take too much memory", null, false, false);
	}

}
