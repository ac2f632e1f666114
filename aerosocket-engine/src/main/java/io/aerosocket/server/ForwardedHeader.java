package io.aerosocket.server;

/**
 * The request field by which a proxy says for whom it asks. One of them, because a proxy
 * that sets one lets a client say anything in the other.
 */
public enum ForwardedHeader {

	/** None: the peer is who connects. */
	NONE,

	/** {@code X-Forwarded-For}: addresses, each proxy adding the one it was asked by. */
	X_FORWARDED_FOR,

	/** {@code Forwarded} (RFC 7239): the same as {@code for=} parameters. */
	FORWARDED

}
