package io.aerosocket.spring.event;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;

/**
 * A connection has ended, however it ended. Its handler may still be working on messages
 * that it had received.
 */
public final class AeroSocketConnectionClosedEvent extends AeroSocketConnectionEvent {

	private static final long serialVersionUID = 1L;

	private final transient CloseReason reason;

	/**
	 * Creates the event.
	 * @param connection the connection
	 * @param reason why it ended
	 */
	public AeroSocketConnectionClosedEvent(Connection connection, CloseReason reason) {
		super(connection);
		this.reason = reason;
	}

	/**
	 * Returns why the connection ended.
	 * @return the reason
	 */
	public CloseReason getReason() {
		return this.reason;
	}

}
