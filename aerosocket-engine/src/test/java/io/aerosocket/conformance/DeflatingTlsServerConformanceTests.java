package io.aerosocket.conformance;

/**
 * A server behind TLS with permessage-deflate.
 */
class DeflatingTlsServerConformanceTests extends ConformanceSuite {

	@Override
	boolean isSecure() {
		return true;
	}

	@Override
	boolean deflates() {
		return true;
	}

	@Override
	Endpoint start() {
		return new ServerEndpoint(Tls.jdk().getSocketFactory(), true,
				(options) -> options.sslContext(Tls.server()).connection(Limits::deflate));
	}

}
