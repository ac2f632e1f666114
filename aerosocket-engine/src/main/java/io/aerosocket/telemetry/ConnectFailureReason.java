package io.aerosocket.telemetry;

/**
 * Why an attempt of a client to connect failed.
 */
public enum ConnectFailureReason {

	/** The host has no address, or nobody could be asked for it. */
	UNKNOWN_HOST,

	/** None of the host's addresses, or of the proxy's, could be connected. */
	UNREACHABLE,

	/** The proxy did not let it through. */
	PROXY,

	/** TLS could not be established, or not with whom we trust. */
	TLS,

	/** Something took longer than it may: to connect, or the handshake. */
	TIMEOUT,

	/** The server answered that it does not want to. */
	REFUSED,

	/** The server's answer broke a rule of the protocol. */
	PROTOCOL,

	/** The connection ended before there was an answer. */
	LOST,

	/** The application gave it up. */
	CANCELLED,

	/** The client was closed, or its event loops ended. */
	CLOSED,

	/** An extension failed, or something of ours. */
	ERROR

}
