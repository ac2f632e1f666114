package io.aerosocket.spring.boot.autoconfigure;

/**
 * Another process, or another server of this one, listens on the port already.
 */
final class ServerPortInUseException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int port;

	ServerPortInUseException(int port, Throwable cause) {
		super("Port " + port + " is already in use", cause);
		this.port = port;
	}

	int port() {
		return this.port;
	}

}
