package io.aerosocket.spring.boot.autoconfigure.audit;

/**
 * What is audited. The names are those of the audit events, with {@code AEROSOCKET_}
 * before them.
 */
public enum SecurityEventType {

	/** A page of an origin that is not allowed wanted to connect. */
	ORIGIN_REFUSED,

	/** A handshake was refused with 401: nobody knows who it is. */
	AUTHENTICATION_FAILED,

	/** A handshake was refused with 403 by an interceptor: who it is may not. */
	ACCESS_DENIED,

	/** A handshake was refused for another reason by an interceptor. */
	HANDSHAKE_REFUSED,

	/** A TLS handshake failed. */
	TLS_FAILED,

	/** An address or a user has as many connections as one may have. */
	CONNECTION_LIMIT,

	/** A peer sent more than the rate allows. */
	RATE_LIMITED,

	/** A connection was closed because its peer broke the policy (1008). */
	POLICY_CLOSE,

	/** An operator closed a connection. */
	OPERATOR_CLOSE,

	/** Settings were changed. */
	SETTINGS_CHANGED;

	/**
	 * Returns the type of the audit event.
	 * @return such as {@code AEROSOCKET_ORIGIN_REFUSED}
	 */
	public String auditType() {
		return "AEROSOCKET_" + name();
	}

	/**
	 * Returns whether peers can cause it, as often as they like.
	 * @return {@code false} for what operators do
	 */
	boolean isOfPeers() {
		return this != OPERATOR_CLOSE && this != SETTINGS_CHANGED;
	}

}
