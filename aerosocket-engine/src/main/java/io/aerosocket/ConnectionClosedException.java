package io.aerosocket;

/**
 * A send was attempted on a connection that is closing or closed, or the connection ended
 * before the message was flushed. Reported by {@link Connection#sendAsync}.
 */
public final class ConnectionClosedException extends AeroSocketException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param connectionId the connection's id
	 */
	public ConnectionClosedException(String connectionId) {
		super("Connection " + connectionId + " is closed", false);
	}

}
