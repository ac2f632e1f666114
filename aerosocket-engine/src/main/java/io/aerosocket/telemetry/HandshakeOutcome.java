package io.aerosocket.telemetry;

/**
 * How a handshake ended.
 */
public enum HandshakeOutcome {

	/** It became a connection. */
	ACCEPTED,

	/** It was refused, for one of the {@link RefusalReason reasons}. */
	REFUSED,

	/** The peer left before it had its answer. */
	ABANDONED

}
