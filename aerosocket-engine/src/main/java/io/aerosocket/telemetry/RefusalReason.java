package io.aerosocket.telemetry;

/**
 * Why a handshake was refused.
 */
public enum RefusalReason {

	/** Not HTTP, or not a valid WebSocket handshake (400). */
	BAD_REQUEST,

	/** A version of WebSocket other than 13 (426). */
	VERSION,

	/** An origin that is not allowed (403). */
	ORIGIN,

	/** A path without a route (404). */
	PATH,

	/** The request's head is larger than allowed (431), or its target (414). */
	TOO_LARGE,

	/** The request was not complete in time (408). */
	TIMEOUT,

	/** The server has as many connections as it accepts (503). */
	FULL,

	/**
	 * So many sockets beyond that number have not finished their handshake that this one
	 * was cut, without TLS behind a 503 that did not wait for the request.
	 */
	CROWDED,

	/** As many connections as are accepted from one address come from there (429). */
	ADDRESS_LIMIT,

	/** The user has as many connections as one may have (429). */
	USER_LIMIT,

	/** A trusted proxy says in a malformed way for whom it asks (400). */
	FORWARDED,

	/**
	 * A connection did not begin with a header of the PROXY protocol, or not from a
	 * trusted proxy; it was cut.
	 */
	PROXY_HEADER,

	/** The server is overloaded (503). */
	OVERLOAD,

	/**
	 * Unfinished handshakes take as much memory as they may (503, or no answer before the
	 * end of TLS).
	 */
	MEMORY,

	/** The server is shutting down (503). */
	DRAINING,

	/** An interceptor refused. */
	INTERCEPTOR,

	/** An interceptor failed (500), or memory ran out (no answer). */
	ERROR,

	/** The TLS handshake failed. */
	TLS

}
