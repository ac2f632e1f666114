package io.aerosocket.conformance;

import javax.net.SocketFactory;

import org.junit.jupiter.api.Assumptions;

import io.aerosocket.Transport;
import io.aerosocket.UnavailableTransportException;

/**
 * A server on io_uring, where there is one.
 */
class IoUringServerConformanceTests extends ConformanceSuite {

	@Override
	Endpoint start() {
		try {
			return new ServerEndpoint(SocketFactory.getDefault(), false,
					(options) -> options.transport(Transport.IO_URING));
		}
		catch (UnavailableTransportException ex) {
			return Assumptions.abort(ex.reason());
		}
	}

}
