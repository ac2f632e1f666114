package io.aerosocket.spring.boot.autoconfigure;

import io.aerosocket.server.AeroServer;

/**
 * The server accepts connections.
 */
public final class AeroSocketServerStartedEvent extends AeroSocketServerEvent {

	private static final long serialVersionUID = 1L;

	private final int port;

	/**
	 * Creates the event.
	 * @param server the server
	 * @param port the port that it listens on
	 */
	public AeroSocketServerStartedEvent(AeroServer server, int port) {
		super(server);
		this.port = port;
	}

	/**
	 * Returns the port that the server listens on.
	 * @return the port
	 */
	public int getPort() {
		return this.port;
	}

}
