package io.aerosocket.spring.boot.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CompressionMode;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.SlowConsumerPolicy;
import io.aerosocket.server.AeroServer;
import io.aerosocket.server.AeroServerCustomizer;
import io.aerosocket.server.RouteOptions;
import io.aerosocket.spring.handler.HandlerProblem;
import io.aerosocket.spring.handler.HandlerRoute;
import io.aerosocket.spring.handler.InvalidHandlerException;

/**
 * Builds a server: properties first, then customizers, then the handlers' routes, which
 * inherit what the former have set.
 */
final class ServerFactory {

	private ServerFactory() {
	}

	/**
	 * Builds a server.
	 * @param customizers the customizers in order
	 * @param routes the handlers' routes
	 * @return a server that is not started
	 */
	static AeroServer create(List<AeroServerCustomizer> customizers, List<HandlerRoute> routes) {
		AeroServer.Builder builder = AeroServer.builder();
		try {
			customizers.forEach((customizer) -> customizer.customize(builder));
			routes.forEach((route) -> builder.route(route.path(), route.handler(), options(route)));
			return builder.build();
		}
		catch (IllegalArgumentException ex) {
			throw translate(ex, routes);
		}
	}

	private static RuntimeException translate(IllegalArgumentException error, List<HandlerRoute> routes) {
		String message = String.valueOf(error.getMessage());
		for (HandlerRoute route : routes) {
			if (message.startsWith("path pattern: " + route.path() + " ")
					|| message.startsWith("route: " + route.path() + " ")) {
				return invalid(route, "the path '" + route.path() + "' cannot be served: " + message,
						"write a path of its own, such as '/chat/{room}'");
			}
		}
		return EngineOptions.translate(error);
	}

	private static RouteOptions options(HandlerRoute route) {
		SlowConsumerPolicy policy = route.slowConsumer().policy();
		CompressionMode mode = route.compression().mode();
		if (policy == null && mode == null) {
			return new RouteOptions(null, subprotocols(route), null);
		}
		return new RouteOptions(null, subprotocols(route), null, (server) -> change(server, policy, mode));
	}

	private static ConnectionOptions change(ConnectionOptions server, @Nullable SlowConsumerPolicy policy,
			@Nullable CompressionMode mode) {
		ConnectionOptions.Builder connection = server.toBuilder();
		if (policy != null) {
			connection.slowConsumerPolicy(policy);
		}
		if (mode != null) {
			connection.compression(server.compression().withMode(mode));
		}
		return connection.build();
	}

	private static @Nullable List<String> subprotocols(HandlerRoute route) {
		for (String name : route.subprotocols()) {
			if (!ServerPropertiesRules.isSubprotocol(name)) {
				throw invalid(route, "'" + name + "' is not a subprotocol's name",
						"use letters, digits and signs such as '.' and '-'");
			}
		}
		return route.subprotocols().isEmpty() ? null : route.subprotocols();
	}

	private static InvalidHandlerException invalid(HandlerRoute route, String problem, String action) {
		return new InvalidHandlerException(
				List.of(new HandlerProblem("'" + route.beanName() + "'", "", problem, action)));
	}

}
