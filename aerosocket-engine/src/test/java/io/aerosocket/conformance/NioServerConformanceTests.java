package io.aerosocket.conformance;

import javax.net.SocketFactory;

import io.aerosocket.Transport;

/**
 * A server on NIO.
 */
class NioServerConformanceTests extends ConformanceSuite {

	@Override
	Endpoint start() {
		return new ServerEndpoint(SocketFactory.getDefault(), false, (options) -> options.transport(Transport.NIO));
	}

}
