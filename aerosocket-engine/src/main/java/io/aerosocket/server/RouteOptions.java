package io.aerosocket.server;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.aerosocket.ConnectionOptions;

/**
 * Where a route differs from its server. What is {@code null} is as the server has it.
 *
 * @param connection the limits and habits of the route's connections, whatever those of
 * the server are
 * @param subprotocols the subprotocols it speaks, its favourite first
 * @param allowedOrigins the origins it accepts, as {@link ServerOptions#allowedOrigins()}
 * @param changes makes the limits and habits of the route's connections of those of the
 * server (or of {@code connection}); asked again, on any thread, whenever the server
 * {@linkplain AeroServer#reconfigure(Consumer) changes}
 */
public record RouteOptions(@Nullable ConnectionOptions connection, @Nullable List<String> subprotocols,
		@Nullable Set<String> allowedOrigins, @Nullable UnaryOperator<ConnectionOptions> changes) {

	/** A route like its server. */
	public static final RouteOptions INHERITED = new RouteOptions(null, null, null);

	public RouteOptions {
		subprotocols = (subprotocols != null) ? List.copyOf(subprotocols) : null;
		allowedOrigins = (allowedOrigins != null) ? Set.copyOf(allowedOrigins) : null;
	}

	/**
	 * Creates options of a route whose connections have all limits and habits of the
	 * server, or none.
	 * @param connection the limits and habits of the route's connections
	 * @param subprotocols the subprotocols it speaks, its favourite first
	 * @param allowedOrigins the origins it accepts
	 */
	public RouteOptions(@Nullable ConnectionOptions connection, @Nullable List<String> subprotocols,
			@Nullable Set<String> allowedOrigins) {
		this(connection, subprotocols, allowedOrigins, null);
	}

	/**
	 * Creates options of a route that changes some limits or habits of the server and
	 * follows it in the others.
	 * @param changes makes the route's options of those of the server
	 * @return the options
	 */
	public static RouteOptions changing(UnaryOperator<ConnectionOptions> changes) {
		return new RouteOptions(null, null, null, changes);
	}

	/**
	 * Returns the limits and habits of the route's connections.
	 * @param server those of the server
	 * @return the server's own, or what this makes of them
	 */
	ConnectionOptions connection(ConnectionOptions server) {
		ConnectionOptions own = (this.connection != null) ? this.connection : server;
		return (this.changes != null) ? this.changes.apply(own) : own;
	}

}
