package io.aerosocket.conformance;

/**
 * A server behind TLS.
 */
class TlsServerConformanceTests extends ConformanceSuite {

	@Override
	boolean isSecure() {
		return true;
	}

	@Override
	Endpoint start() {
		return new ServerEndpoint(Tls.jdk().getSocketFactory(), false, (options) -> options.sslContext(Tls.server()));
	}

}
