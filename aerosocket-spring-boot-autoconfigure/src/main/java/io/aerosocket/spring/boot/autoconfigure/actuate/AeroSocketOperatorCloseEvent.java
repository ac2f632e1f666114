package io.aerosocket.spring.boot.autoconfigure.actuate;

import org.springframework.context.ApplicationEvent;

import io.aerosocket.Connection;

/**
 * An operator closed a connection through the actuator.
 */
public final class AeroSocketOperatorCloseEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final String operator;

	private final int code;

	private final String reason;

	AeroSocketOperatorCloseEvent(Connection connection, String operator, int code, String reason) {
		super(connection);
		this.operator = operator;
		this.code = code;
		this.reason = reason;
	}

	/**
	 * Returns the connection.
	 * @return the connection, which is closing or closed
	 */
	public Connection getConnection() {
		return (Connection) getSource();
	}

	/**
	 * Returns who closed it.
	 * @return the name of a user, or what was used
	 */
	public String getOperator() {
		return this.operator;
	}

	/**
	 * Returns the close code.
	 * @return a code that may be sent
	 */
	public int getCode() {
		return this.code;
	}

	/**
	 * Returns what the peer was told.
	 * @return a text, which may be empty
	 */
	public String getReason() {
		return this.reason;
	}

}
