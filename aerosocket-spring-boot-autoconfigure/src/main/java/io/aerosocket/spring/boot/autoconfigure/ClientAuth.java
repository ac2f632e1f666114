package io.aerosocket.spring.boot.autoconfigure;

/**
 * Whether a TLS client has to show a certificate.
 */
public enum ClientAuth {

	/** Clients are not asked. */
	NONE,

	/** Clients are asked, and may go without. */
	WANT,

	/** Clients without a certificate that the bundle trusts are refused. */
	NEED

}
