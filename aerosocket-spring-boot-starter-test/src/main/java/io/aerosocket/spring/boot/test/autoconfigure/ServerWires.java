package io.aerosocket.spring.boot.test.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.boot.test.client.SocketWires;
import io.aerosocket.spring.boot.test.client.Wire;
import io.aerosocket.spring.boot.test.client.WireFactory;

/**
 * Sockets to the application's server, which is asked for its port at each connection,
 * and trusted whatever its certificate.
 */
final class ServerWires implements WireFactory {

	private final Supplier<@Nullable AeroServer> server;

	ServerWires(Supplier<@Nullable AeroServer> server) {
		this.server = server;
	}

	@Override
	public Wire connect(Duration timeout, int receiveBuffer) throws IOException {
		return wires().connect(timeout, receiveBuffer);
	}

	@Override
	public String authority() {
		return wires().authority();
	}

	@Override
	public boolean isSecure() {
		return server().options().sslContext() != null;
	}

	private SocketWires wires() {
		InetSocketAddress address = server().address();
		if (address == null) {
			throw new IllegalStateException("The AeroSocket server has not started");
		}
		return new SocketWires(host(address.getAddress()), address::getPort,
				isSecure() ? SocketWires.trustEverybody() : null);
	}

	private AeroServer server() {
		AeroServer available = this.server.get();
		if (available == null) {
			throw new IllegalStateException("There is no AeroSocket server in this test's application: "
					+ "aerosocket.server.enabled is false, or its auto-configuration is left out");
		}
		return available;
	}

	private static String host(InetAddress address) {
		boolean here = address.isAnyLocalAddress() || address.equals(InetAddress.getLoopbackAddress());
		String host = address.getHostAddress();
		return here ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
	}

}
