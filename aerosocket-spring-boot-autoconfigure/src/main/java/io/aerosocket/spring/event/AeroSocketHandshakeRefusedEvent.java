package io.aerosocket.spring.event;

import java.net.SocketAddress;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEvent;

import io.aerosocket.telemetry.HandshakeRefusal;
import io.aerosocket.telemetry.RefusalReason;

/**
 * A request was refused before it became a connection.
 */
public final class AeroSocketHandshakeRefusedEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final transient HandshakeRefusal refusal;

	/**
	 * Creates the event.
	 * @param source who publishes it
	 * @param refusal which request was refused, and why
	 */
	public AeroSocketHandshakeRefusedEvent(Object source, HandshakeRefusal refusal) {
		super(source);
		this.refusal = refusal;
	}

	/**
	 * Returns why the request was refused.
	 * @return the reason
	 */
	public RefusalReason getReason() {
		return this.refusal.reason();
	}

	/**
	 * Returns the HTTP status of the answer.
	 * @return the status, or 0 if the socket was cut without an answer
	 */
	public int getStatus() {
		return this.refusal.status();
	}

	/**
	 * Returns the path that was asked for.
	 * @return the path without its query, or {@code null} if the request was not read
	 * that far
	 */
	public @Nullable String getPath() {
		return this.refusal.path();
	}

	/**
	 * Returns who asked.
	 * @return the peer's address
	 */
	public SocketAddress getRemoteAddress() {
		return this.refusal.remoteAddress();
	}

}
