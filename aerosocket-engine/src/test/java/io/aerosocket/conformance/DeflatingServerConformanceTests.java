package io.aerosocket.conformance;

import javax.net.SocketFactory;

/**
 * A server with permessage-deflate.
 */
class DeflatingServerConformanceTests extends ConformanceSuite {

	@Override
	boolean deflates() {
		return true;
	}

	@Override
	Endpoint start() {
		return new ServerEndpoint(SocketFactory.getDefault(), true, (options) -> options.connection(Limits::deflate));
	}

}
