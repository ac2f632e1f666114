package io.aerosocket.server;

/**
 * Whether connections begin with a header of the PROXY protocol, version 1 or 2, by which
 * a proxy says for whom it connects, before TLS.
 */
public enum ProxyProtocol {

	/** It is not spoken. */
	OFF,

	/** Trusted proxies may send it; others are ordinary clients. */
	ACCEPT,

	/** Trusted proxies have to send it; everybody else is cut. */
	REQUIRE

}
