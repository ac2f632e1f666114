package io.aerosocket.spring.boot.autoconfigure;

import org.springframework.context.ApplicationEvent;

import io.aerosocket.server.AeroServer;

/**
 * Something happened to the application's AeroSocket server.
 */
public abstract sealed class AeroSocketServerEvent extends ApplicationEvent
		permits AeroSocketServerStartedEvent, AeroSocketServerStoppedEvent {

	private static final long serialVersionUID = 1L;

	AeroSocketServerEvent(AeroServer server) {
		super(server);
	}

	/**
	 * Returns the server.
	 * @return the server
	 */
	public AeroServer getServer() {
		return (AeroServer) getSource();
	}

}
