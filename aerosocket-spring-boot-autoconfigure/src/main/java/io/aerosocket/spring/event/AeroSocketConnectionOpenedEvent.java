package io.aerosocket.spring.event;

import io.aerosocket.Connection;

/**
 * A connection was opened.
 */
public final class AeroSocketConnectionOpenedEvent extends AeroSocketConnectionEvent {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the event.
	 * @param connection the connection
	 */
	public AeroSocketConnectionOpenedEvent(Connection connection) {
		super(connection);
	}

}
