package io.aerosocket.server;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.aerosocket.ConnectionOptions;

/**
 * Where a route differs from its server. What is {@code null} is as the server has it.
 *
 * @param connection the limits and habits of the route's connections
 * @param subprotocols the subprotocols it speaks, its favourite first
 * @param allowedOrigins the origins it accepts, as {@link ServerOptions#allowedOrigins()}
 */
public record RouteOptions(@Nullable ConnectionOptions connection, @Nullable List<String> subprotocols,
		@Nullable Set<String> allowedOrigins) {

	/** A route like its server. */
	public static final RouteOptions INHERITED = new RouteOptions(null, null, null);

	public RouteOptions {
		subprotocols = (subprotocols != null) ? List.copyOf(subprotocols) : null;
		allowedOrigins = (allowedOrigins != null) ? Set.copyOf(allowedOrigins) : null;
	}

}
