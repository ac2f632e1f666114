package io.aerosocket.conformance;

import javax.net.ServerSocketFactory;

/**
 * A client.
 */
class ClientConformanceTests extends ConformanceSuite {

	@Override
	Endpoint start() {
		return new ClientEndpoint(ServerSocketFactory.getDefault(), false, (options) -> {
		});
	}

}
