package io.aerosocket.conformance;

import javax.net.ServerSocketFactory;

/**
 * A client with permessage-deflate.
 */
class DeflatingClientConformanceTests extends ConformanceSuite {

	@Override
	boolean deflates() {
		return true;
	}

	@Override
	Endpoint start() {
		return new ClientEndpoint(ServerSocketFactory.getDefault(), true,
				(options) -> options.connection(Limits::deflate));
	}

}
