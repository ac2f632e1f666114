package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import io.aerosocket.Connection;
import io.aerosocket.server.AeroServer;
import io.aerosocket.server.ServerOptions;

/**
 * {@link Endpoint @Endpoint} that shows the server and its connections by path.
 */
@Endpoint(id = "aerosocket")
public final class AeroSocketEndpoint {

	private static final int DEFAULT_LIMIT = 100;

	private final AeroServer server;

	private final List<String> paths;

	/**
	 * Creates the endpoint.
	 * @param server the server
	 * @param paths the path patterns of its handlers
	 */
	public AeroSocketEndpoint(AeroServer server, List<String> paths) {
		this.server = server;
		this.paths = List.copyOf(paths);
	}

	/**
	 * Describes the server.
	 * @param limit the most connections to list for each path; 100 unless given
	 * @return the description
	 */
	@ReadOperation
	public ServerDescriptor server(@Nullable Integer limit) {
		int most = (limit != null) ? Math.max(0, limit) : DEFAULT_LIMIT;
		InetSocketAddress address = this.server.address();
		boolean started = address != null;
		return new ServerDescriptor(this.server.state().name(), (address != null) ? address.toString() : null,
				this.server.options().sslContext() != null, ListenerDescriptor.of(this.server),
				this.server.snapshot().admission().overload(), loops(), LimitsDescriptor.of(this.server.options()),
				started ? this.server.connections().count() : 0, paths(started, most));
	}

	private List<LoopDescriptor> loops() {
		List<Long> connections = this.server.connectionsByLoop();
		List<Duration> lag = this.server.lagByLoop();
		return IntStream.range(0, Math.min(connections.size(), lag.size()))
			.mapToObj((i) -> new LoopDescriptor(connections.get(i), lag.get(i).toNanos() / 1_000_000.0))
			.toList();
	}

	private Map<String, PathDescriptor> paths(boolean started, int limit) {
		Map<String, Collected> collected = new TreeMap<>();
		this.paths.forEach((path) -> collected.put(path, new Collected()));
		if (started) {
			for (Connection connection : this.server.connections().all()) {
				collected.computeIfAbsent(connection.handshake().pathPattern(), (path) -> new Collected())
					.add(connection, limit);
			}
		}
		Map<String, PathDescriptor> result = new TreeMap<>();
		collected.forEach((path, connections) -> result.put(path,
				new PathDescriptor(connections.count, List.copyOf(connections.listed))));
		return result;
	}

	/**
	 * A server.
	 *
	 * @param state where it is in its life
	 * @param address where it listens, {@code null} before it has started
	 * @param secure whether it speaks TLS
	 * @param listener how it listens
	 * @param overload why new connections are refused because of overload, {@code null}
	 * if they are not
	 * @param loops its event loops
	 * @param limits its limits
	 * @param connections how many connections are open
	 * @param paths its paths and their connections
	 */
	public record ServerDescriptor(String state, @Nullable String address, boolean secure, ListenerDescriptor listener,
			@Nullable String overload, List<LoopDescriptor> loops, LimitsDescriptor limits, int connections,
			Map<String, PathDescriptor> paths) {

	}

	/**
	 * An event loop.
	 *
	 * @param connections how many connections it has
	 * @param lagMillis how late it comes to what it has to do, in milliseconds
	 */
	public record LoopDescriptor(long connections, double lagMillis) {

	}

	/**
	 * How a server listens.
	 *
	 * @param transport how it talks to the operating system
	 * @param acceptors how many listening sockets share the port
	 * @param backlog connections that the operating system keeps waiting
	 * @param reusePort whether other processes may listen on the same port
	 * @param handshaking sockets that have not finished their handshake
	 */
	public record ListenerDescriptor(String transport, int acceptors, int backlog, boolean reusePort,
			long handshaking) {

		static ListenerDescriptor of(AeroServer server) {
			ServerOptions options = server.options();
			int loops = server.connectionsByLoop().size();
			int acceptors = (options.acceptors() != 0) ? Math.min(options.acceptors(), Math.max(1, loops)) : loops;
			return new ListenerDescriptor(server.transport().name(), acceptors, options.backlog(), options.reusePort(),
					server.snapshot().handshaking());
		}

	}

	/**
	 * The limits of a server.
	 *
	 * @param maxConnections connections at once
	 * @param maxMessageSize bytes of a received message
	 * @param maxQueuedBytes bytes that may wait to be written to a connection
	 * @param maxPendingMessages messages of a connection that may wait for its handler
	 * @param pingInterval time without anything received after which a Ping is sent
	 * @param pongTimeout time to wait for a sign of life after a Ping
	 * @param idleTimeout time without a message after which a connection is closed
	 * @param gracePeriod time that connections have to finish at shutdown
	 */
	public record LimitsDescriptor(int maxConnections, long maxMessageSize, long maxQueuedBytes, int maxPendingMessages,
			Duration pingInterval, Duration pongTimeout, Duration idleTimeout, Duration gracePeriod) {

		static LimitsDescriptor of(ServerOptions options) {
			return new LimitsDescriptor(options.maxConnections(), options.connection().maxMessageSize(),
					options.connection().maxQueuedBytes(), options.connection().maxPendingMessages(),
					options.connection().pingInterval(), options.connection().pongTimeout(),
					options.connection().idleTimeout(), options.gracePeriod());
		}

	}

	/**
	 * A path.
	 *
	 * @param count how many connections it has
	 * @param connections some of them, as many as were asked for
	 */
	public record PathDescriptor(int count, List<ConnectionDescriptor> connections) {

	}

	/**
	 * A connection.
	 *
	 * @param id its id
	 * @param remoteAddress the peer's address
	 * @param subprotocol the subprotocol that was agreed on, or {@code null}
	 * @param queuedBytes what waits to be written to it
	 */
	public record ConnectionDescriptor(String id, String remoteAddress, @Nullable String subprotocol,
			long queuedBytes) {

		static ConnectionDescriptor of(Connection connection) {
			return new ConnectionDescriptor(connection.id(), String.valueOf(connection.remoteAddress()),
					connection.subprotocol(), connection.queuedBytes());
		}

	}

	/**
	 * What was found for a path.
	 */
	private static final class Collected {

		private final List<ConnectionDescriptor> listed = new ArrayList<>();

		private int count;

		void add(Connection connection, int limit) {
			this.count++;
			if (this.listed.size() < limit) {
				this.listed.add(ConnectionDescriptor.of(connection));
			}
		}

	}

}
