package io.aerosocket;

/**
 * A transport was asked for by name that this machine does not have. Asking for
 * {@link Transport#AUTO} never fails like this.
 */
public final class UnavailableTransportException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final Transport transport;

	private final String reason;

	/**
	 * Creates the exception.
	 * @param transport the transport asked for
	 * @param reason what it is missing, and what to add
	 */
	public UnavailableTransportException(Transport transport, String reason) {
		super("transport: " + transport + " (expected: AUTO or one that is present; " + reason + ")");
		this.transport = transport;
		this.reason = reason;
	}

	/**
	 * Returns what was asked for.
	 * @return the transport
	 */
	public Transport transport() {
		return this.transport;
	}

	/**
	 * Returns what it is missing, and what to add.
	 * @return one line
	 */
	public String reason() {
		return this.reason;
	}

}
