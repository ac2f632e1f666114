package io.aerosocket;

import java.io.IOException;

/**
 * The network failed us: a bind, a connect, a read or a write. The cause says how.
 */
public final class TransportException extends AeroSocketException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what was attempted, with the address
	 * @param cause how it failed
	 */
	public TransportException(String message, IOException cause) {
		super(message, cause);
	}

}
