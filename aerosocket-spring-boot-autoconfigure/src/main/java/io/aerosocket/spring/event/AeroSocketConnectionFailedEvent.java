package io.aerosocket.spring.event;

import io.aerosocket.Connection;

/**
 * A handler failed and none of its methods took the error, so that the failure policy
 * applies.
 */
public final class AeroSocketConnectionFailedEvent extends AeroSocketConnectionEvent {

	private static final long serialVersionUID = 1L;

	private final Throwable error;

	/**
	 * Creates the event.
	 * @param connection the connection
	 * @param error what the handler threw
	 */
	public AeroSocketConnectionFailedEvent(Connection connection, Throwable error) {
		super(connection);
		this.error = error;
	}

	/**
	 * Returns what the handler threw. A fault of the peer's is an
	 * {@link io.aerosocket.ProtocolViolationException}, whose cause is what went to
	 * {@code @OnError} methods; the causes of that may quote the peer's payload.
	 * @return the error
	 */
	public Throwable getError() {
		return this.error;
	}

}
