package io.aerosocket.server;

import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.aerosocket.extension.Extension;
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
 * A route as it is served, with what it inherits from its server filled in.
 *
 * @param endpoint what its connections share
 * @param origins which pages may connect
 * @param subprotocols what it speaks, its favourite first
 * @param extensions which extensions it speaks
 */
record ServedRoute(Endpoint endpoint, OriginPolicy origins, List<String> subprotocols, List<Extension> extensions) {

	static Router<ServedRoute> router(ServerOptions options, List<Route> routes, HandlerExecutors executors,
			EngineCounters counters, EngineListeners listeners) {
		return new Router<>(routes
			.stream().<Map
					.Entry<PathPattern, ServedRoute>>map(
							(route) -> new AbstractMap.SimpleImmutableEntry<>(PathPattern.parse(route.pattern()),
									serve(options, route, executors, counters, listeners)))
			.toList());
	}

	private static ServedRoute serve(ServerOptions options, Route route, HandlerExecutors executors,
			EngineCounters counters, EngineListeners listeners) {
		RouteOptions own = route.options();
		HandlerExecution execution = new HandlerExecution(route.handler(), executors);
		Endpoint endpoint = Endpoint
			.of(Endpoint.Role.SERVER, Objects.requireNonNullElse(own.connection(), options.connection()),
					execution.calls(), new SourceThreads(executors.reading(), executors.working()), counters, listeners)
			.handlingOn(execution.threads(true), execution.threads(false));
		return new ServedRoute(endpoint,
				new OriginPolicy(Objects.requireNonNullElse(own.allowedOrigins(), options.allowedOrigins())),
				Objects.requireNonNullElse(own.subprotocols(), options.subprotocols()),
				Extensions.of(endpoint.options().compression(), options.extensions()));
	}

}
