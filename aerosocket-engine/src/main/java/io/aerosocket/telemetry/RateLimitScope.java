package io.aerosocket.telemetry;

/**
 * Whose rate was exceeded.
 */
public enum RateLimitScope {

	/** That of one connection. */
	CONNECTION,

	/** That of all connections of the server together. */
	TOTAL

}
