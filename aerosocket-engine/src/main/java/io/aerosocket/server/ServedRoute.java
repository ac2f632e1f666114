package io.aerosocket.server;

import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

import io.aerosocket.ConnectionOptions;
import io.aerosocket.TrafficLogOptions;
import io.aerosocket.extension.Extension;
import io.aerosocket.internal.connection.CurrentOptions;
import io.aerosocket.internal.connection.Endpoint;
import io.aerosocket.internal.dispatch.HandlerExecution;
import io.aerosocket.internal.dispatch.HandlerExecutors;
import io.aerosocket.internal.dispatch.PathPattern;
import io.aerosocket.internal.dispatch.Router;
import io.aerosocket.internal.extension.Extensions;
import io.aerosocket.internal.handshake.OriginPolicy;
import io.aerosocket.internal.stream.SourceThreads;
import io.aerosocket.telemetry.EngineCounters;
import io.aerosocket.telemetry.EngineListeners;

/**
 * A route as it is served, with what it inherits from its server filled in. Safe for any
 * thread.
 */
final class ServedRoute {

	private final PathPattern pattern;

	private final RouteOptions own;

	private final CurrentOptions connection;

	private final Endpoint endpoint;

	private volatile Terms terms;

	/**
	 * Serves a route.
	 * @param options the server's options
	 * @param route the route
	 * @param executors where its handler may run
	 * @param counters count what is rare
	 * @param listeners hear what happens
	 */
	ServedRoute(ServerOptions options, Route route, HandlerExecutors executors, EngineCounters counters,
			EngineListeners listeners) {
		this.pattern = PathPattern.parse(route.pattern());
		this.own = route.options();
		this.terms = terms(options);
		this.connection = new CurrentOptions(this.terms.connection());
		HandlerExecution execution = new HandlerExecution(route.handler(), executors);
		this.endpoint = Endpoint
			.of(Endpoint.Role.SERVER, this.connection, execution.calls(),
					new SourceThreads(executors.reading(), executors.working()), counters, listeners)
			.handlingOn(execution.threads(true), execution.threads(false));
	}

	static Router<ServedRoute> router(List<ServedRoute> routes) {
		return new Router<>(routes
			.stream().<Map
					.Entry<PathPattern, ServedRoute>>map(
							(route) -> new AbstractMap.SimpleImmutableEntry<>(route.pattern, route))
			.toList());
	}

	/**
	 * Checks that each path with options of its own has a route.
	 * @param options the server's options
	 * @param routes all routes
	 * @throws IllegalArgumentException for one that has none
	 */
	static void checkPaths(ServerOptions options, List<ServedRoute> routes) {
		List<String> known = routes.stream().map((route) -> route.pattern.toString()).sorted().toList();
		for (String path : options.paths().keySet()) {
			if (!known.contains(path)) {
				throw new IllegalArgumentException("paths: " + path + " (expected: one of " + known + ")");
			}
		}
		checkTrafficPaths(options.connection().trafficLog(), known, router(routes));
	}

	// Whoever misspells one would look for messages that nobody logs.
	private static void checkTrafficPaths(TrafficLogOptions options, List<String> known, Router<ServedRoute> router) {
		for (String path : options.paths()) {
			if (!known.contains(path) && router.match(path) == null) {
				throw new IllegalArgumentException("trafficLog paths: " + path + " (expected: one of " + known
						+ ", or a path that one of them matches)");
			}
		}
	}

	/**
	 * Works out what would hold for this route.
	 * @param options the server's options
	 * @return the terms, which do not hold yet
	 * @throws IllegalArgumentException if an option is out of range
	 */
	Terms terms(ServerOptions options) {
		ConnectionOptions limits = this.own.connection(options.connection());
		UnaryOperator<ConnectionOptions> changes = options.paths().get(this.pattern.toString());
		if (changes != null) {
			limits = changes.apply(limits);
		}
		return new Terms(limits,
				new OriginPolicy(Objects.requireNonNullElse(this.own.allowedOrigins(), options.allowedOrigins())),
				Objects.requireNonNullElse(this.own.subprotocols(), options.subprotocols()),
				Extensions.of(limits.compression(), options.extensions()));
	}

	/**
	 * Replaces what holds for this route.
	 * @param changed what holds from now on
	 */
	void change(Terms changed) {
		this.terms = changed;
		this.connection.set(changed.connection());
	}

	Terms terms() {
		return this.terms;
	}

	Endpoint endpoint() {
		return this.endpoint;
	}

	/**
	 * What holds for a route.
	 *
	 * @param connection the limits and habits of its connections
	 * @param origins which pages may connect
	 * @param subprotocols what it speaks, its favourite first
	 * @param extensions which extensions it speaks
	 */
	record Terms(ConnectionOptions connection, OriginPolicy origins, List<String> subprotocols,
			List<Extension> extensions) {

	}

}
