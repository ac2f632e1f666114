package io.aerosocket.conformance;

/**
 * A client behind TLS.
 */
class TlsClientConformanceTests extends ConformanceSuite {

	@Override
	boolean isSecure() {
		return true;
	}

	@Override
	Endpoint start() {
		return new ClientEndpoint(Tls.jdk().getServerSocketFactory(), false,
				(options) -> options.tls((tls) -> tls.trust(Tls.certificate())));
	}

}
