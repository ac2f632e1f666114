package io.aerosocket.spring.boot.autoconfigure;

import io.aerosocket.server.AeroServer;

/**
 * The server has stopped, and its connections are closed.
 */
public final class AeroSocketServerStoppedEvent extends AeroSocketServerEvent {

	private static final long serialVersionUID = 1L;

	private final int cutConnections;

	/**
	 * Creates the event.
	 * @param server the server
	 * @param cutConnections how many connections were still open at the end of the grace
	 * period
	 */
	public AeroSocketServerStoppedEvent(AeroServer server, int cutConnections) {
		super(server);
		this.cutConnections = cutConnections;
	}

	/**
	 * Returns how many connections were still open at the end of the grace period, and
	 * were cut.
	 * @return the number of connections
	 */
	public int getCutConnections() {
		return this.cutConnections;
	}

}
