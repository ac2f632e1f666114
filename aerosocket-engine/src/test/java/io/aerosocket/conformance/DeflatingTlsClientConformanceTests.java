package io.aerosocket.conformance;

/**
 * A client behind TLS with permessage-deflate.
 */
class DeflatingTlsClientConformanceTests extends ConformanceSuite {

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
		return new ClientEndpoint(Tls.jdk().getServerSocketFactory(), true,
				(options) -> options.tls((tls) -> tls.trust(Tls.certificate())).connection(Limits::deflate));
	}

}
