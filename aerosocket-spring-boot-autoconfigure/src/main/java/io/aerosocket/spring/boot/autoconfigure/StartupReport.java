package io.aerosocket.spring.boot.autoconfigure;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.netty.util.NettyRuntime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.Transport;
import io.aerosocket.server.AeroServer;
import io.aerosocket.server.ServerOptions;
import io.aerosocket.spring.handler.HandlerRoute;

/**
 * The one line that says what was started.
 */
final class StartupReport {

	private static final Logger logger = LoggerFactory.getLogger(AeroSocketServerLifecycle.class);

	private StartupReport() {
	}

	static void log(AeroServer server, List<HandlerRoute> routes) {
		if (routes.isEmpty()) {
			logger.warn(
					"AeroSocket started on {} without any @AeroSocketHandler bean. Write one: a class that is annotated "
							+ "with @AeroSocketHandler(\"/path\") and has an @OnMessage method.",
					describe(server));
			return;
		}
		logger.info("AeroSocket started on {} with paths {}", describe(server),
				routes.stream().map((route) -> "'" + route.path() + "'").sorted().collect(Collectors.joining(", ")));
	}

	private static String describe(AeroServer server) {
		ServerOptions options = server.options();
		int loops = (options.eventLoops() != 0) ? options.eventLoops() : NettyRuntime.availableProcessors();
		return "port " + server.port() + " (" + ((options.sslContext() != null) ? "wss" : "ws") + ", "
				+ transport(server.transport()) + ", " + loops + ((loops == 1) ? " event loop" : " event loops")
				+ loopback(server.address()) + ")";
	}

	private static String transport(Transport transport) {
		return transport.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	// Whoever cannot connect from another machine finds the reason here.
	private static String loopback(@Nullable InetSocketAddress address) {
		return (address != null && address.getAddress().isLoopbackAddress()) ? ", loopback only" : "";
	}

}
