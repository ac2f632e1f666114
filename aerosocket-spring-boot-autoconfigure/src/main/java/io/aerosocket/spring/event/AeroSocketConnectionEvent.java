package io.aerosocket.spring.event;

import org.springframework.context.ApplicationEvent;

import io.aerosocket.Connection;

/**
 * Something happened to a connection. Published one after the other on a thread of their
 * own, never on an event loop; those of one connection in their order.
 */
public abstract sealed class AeroSocketConnectionEvent extends ApplicationEvent
		permits AeroSocketConnectionOpenedEvent, AeroSocketConnectionClosedEvent, AeroSocketConnectionFailedEvent {

	private static final long serialVersionUID = 1L;

	AeroSocketConnectionEvent(Connection connection) {
		super(connection);
	}

	/**
	 * Returns the connection, which may have closed meanwhile.
	 * @return the connection
	 */
	public Connection getConnection() {
		return (Connection) getSource();
	}

}
