package io.aerosocket;

/**
 * The opening handshake was refused, by us or by the peer.
 * <p>
 * Carries no stack trace: a refusal tells of a request, not of our code, and a storm of
 * bad requests must stay cheap.
 */
public final class HandshakeException extends AeroSocketException {

	private static final long serialVersionUID = 1L;

	private final int httpStatus;

	/**
	 * Creates a refusal.
	 * @param httpStatus the HTTP status code sent or received, for example 403
	 * @param message what was wrong, safe to show to the peer
	 */
	public HandshakeException(int httpStatus, String message) {
		super(message, false);
		this.httpStatus = httpStatus;
	}

	/**
	 * Returns the HTTP status that was sent or received.
	 * @return a status code, 400 to 599 for a refusal
	 */
	public int httpStatus() {
		return this.httpStatus;
	}

}
