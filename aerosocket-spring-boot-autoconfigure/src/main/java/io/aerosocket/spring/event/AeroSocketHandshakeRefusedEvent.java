package io.aerosocket.spring.event;

import org.springframework.context.ApplicationEvent;

import io.aerosocket.telemetry.RefusalReason;

/**
 * A request was refused before it became a connection.
 */
public final class AeroSocketHandshakeRefusedEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final RefusalReason reason;

	/**
	 * Creates the event.
	 * @param source who publishes it
	 * @param reason why the request was refused
	 */
	public AeroSocketHandshakeRefusedEvent(Object source, RefusalReason reason) {
		super(source);
		this.reason = reason;
	}

	/**
	 * Returns why the request was refused.
	 * @return the reason, which tells the status of the answer too
	 */
	public RefusalReason getReason() {
		return this.reason;
	}

}
