package io.aerosocket;

import org.jspecify.annotations.Nullable;

/**
 * The opening handshake was refused, by us or by the peer.
 * <p>
 * Carries no stack trace: a refusal tells of a request, not of our code, and a storm of
 * bad requests must stay cheap.
 */
public final class HandshakeException extends AeroSocketException {

	private static final long serialVersionUID = 1L;

	private final int httpStatus;

	private final transient @Nullable Headers headers;

	private final String body;

	/**
	 * Creates a refusal.
	 * @param httpStatus the HTTP status code sent or received, for example 403
	 * @param message what was wrong, safe to show to the peer
	 */
	public HandshakeException(int httpStatus, String message) {
		super(message, false);
		this.httpStatus = httpStatus;
		this.headers = null;
		this.body = "";
	}

	/**
	 * Creates the refusal of a server, or of its answer.
	 * @param httpStatus the HTTP status code received
	 * @param message what was wrong
	 * @param headers the header fields received
	 * @param body the beginning of the body received
	 */
	public HandshakeException(int httpStatus, String message, Headers headers, String body) {
		super(message, false);
		this.httpStatus = httpStatus;
		this.headers = headers;
		this.body = body;
	}

	/**
	 * Returns the HTTP status that was sent or received.
	 * @return a status code, 400 to 599 for a refusal; a client may see any other, 101
	 * for an answer that agrees but breaks a rule, and 0 for one that is not HTTP
	 */
	public int httpStatus() {
		return this.httpStatus;
	}

	/**
	 * Returns the header fields that a server answered to us.
	 * @return the header fields, empty where nothing was received; not serialized
	 */
	public Headers headers() {
		return (this.headers != null) ? this.headers : NoHeaders.INSTANCE;
	}

	/**
	 * Returns the beginning of the body that a server answered to us.
	 * @return at most 8 KiB of text, decoded as UTF-8; empty where nothing was received
	 */
	public String body() {
		return this.body;
	}

}
