package io.aerosocket.server;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

import io.aerosocket.ConnectionOptions;
import io.aerosocket.SharedLimits;
import io.aerosocket.Transport;
import io.aerosocket.extension.Extension;

/**
 * Everything that can be set on a server, checked once and then immutable.
 *
 * @param address the address to bind; {@code null} for all with TLS or plaintext allowed,
 * else the loopback address
 * @param port the port to bind, 0 for any free one
 * @param transport how to talk to the operating system
 * @param eventLoops how many event loops, 0 for one for each core
 * @param backlog connections that the operating system may keep waiting to be accepted
 * @param acceptors how many listening sockets share the port, at most one for each event
 * loop; 0 for that many
 * @param reusePort whether other processes may listen on the same port
 * @param plaintext whether connections without TLS are accepted on other addresses than
 * the loopback one
 * @param sslContext the certificates and protocols, or {@code null} for plaintext
 * @param healthPath a path that answers 200 while running and 503 while draining or full
 * @param allowedOrigins origins that browsers may come from, besides the server's own
 * host; {@code *} for any
 * @param subprotocols the subprotocols that are spoken, the favourite first
 * @param extensions extensions of the protocol that are spoken, besides compression
 * @param handshakeTimeout time from accepting a socket to the end of its handshake, TLS
 * included
 * @param maxHandshakeSize the largest request head, in bytes
 * @param maxConnections how many connections may be open at once; sockets in their
 * handshake come on top, of which 256 beyond the limit are answered and more are cut
 * @param admission who may come in, and how fast
 * @param shared the limits that all connections share
 * @param connection the limits and habits of connections
 * @param paths what changes them for the connections of a route, by its pattern
 * @param workerThreads the most threads for handlers that block
 * @param gracePeriod time that connections have to finish when the server is closed
 * @param drainWindow time over which the Close frames of a shutdown are spread
 * @param drain how a server that stops says goodbye
 * @param channels what takes the place of sockets, or {@code null} for sockets of
 * {@code transport}; for tests
 */
public record ServerOptions(@Nullable InetAddress address, int port, Transport transport, int eventLoops, int backlog,
		int acceptors, boolean reusePort, boolean plaintext, @Nullable SslContext sslContext,
		@Nullable String healthPath, Set<String> allowedOrigins, List<String> subprotocols, List<Extension> extensions,
		Duration handshakeTimeout, int maxHandshakeSize, int maxConnections, AdmissionOptions admission,
		SharedLimits shared, ConnectionOptions connection, Map<String, UnaryOperator<ConnectionOptions>> paths,
		int workerThreads, Duration gracePeriod, Duration drainWindow, DrainOptions drain,
		@Nullable ServerChannels channels) {

	public ServerOptions {
		OptionRanges.number("port", port, 0, 65_535);
		OptionRanges.number("eventLoops", eventLoops, 0, 1024);
		OptionRanges.number("backlog", backlog, 1, Integer.MAX_VALUE);
		OptionRanges.number("acceptors", acceptors, 0, 1024);
		OptionRanges.number("maxHandshakeSize", maxHandshakeSize, 256, 1 << 20);
		OptionRanges.number("maxConnections", maxConnections, 1, Integer.MAX_VALUE);
		OptionRanges.number("workerThreads", workerThreads, 1, 100_000);
		OptionRanges.time("handshakeTimeout", handshakeTimeout);
		OptionRanges.time("gracePeriod", gracePeriod);
		OptionRanges.time("drainWindow", drainWindow);
		if (handshakeTimeout.isZero()) {
			throw new IllegalArgumentException("handshakeTimeout: PT0S (expected: more than zero)");
		}
		if (healthPath != null && !healthPath.startsWith("/")) {
			throw new IllegalArgumentException("healthPath: " + healthPath + " (expected: it starts with a slash)");
		}
		if (sslContext == null && !plaintext && address != null && !address.isLoopbackAddress()) {
			throw new IllegalArgumentException("address: " + address.getHostAddress()
					+ " without TLS (expected: the loopback address, a TLS context, or plaintext allowed)");
		}
		allowedOrigins = Set.copyOf(allowedOrigins);
		subprotocols = List.copyOf(subprotocols);
		extensions = List.copyOf(extensions);
		paths = Map.copyOf(paths);
	}

	/**
	 * Starts with the defaults.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Starts with these options.
	 * @return a builder
	 */
	public Builder toBuilder() {
		return new Builder().set(this);
	}

	/**
	 * Returns the address to bind, which is the loopback address where plaintext has not
	 * been allowed.
	 * @return the address, or {@code null} for all
	 */
	@Nullable InetAddress bindAddress() {
		if (this.address == null && this.sslContext == null && !this.plaintext) {
			return InetAddress.getLoopbackAddress();
		}
		return this.address;
	}

	/**
	 * Collects options.
	 */
	public static final class Builder {

		private @Nullable InetAddress address;

		private int port = 8090;

		private Transport transport = Transport.AUTO;

		private int eventLoops;

		private int backlog = 4096;

		private int acceptors = 1;

		private boolean reusePort;

		private boolean plaintext;

		private @Nullable SslContext sslContext;

		private @Nullable String healthPath;

		private Set<String> allowedOrigins = Set.of();

		private List<String> subprotocols = List.of();

		private List<Extension> extensions = List.of();

		private Duration handshakeTimeout = Duration.ofSeconds(5);

		private int maxHandshakeSize = 16 * 1024;

		private int maxConnections = 100_000;

		private AdmissionOptions admission = AdmissionOptions.DEFAULTS;

		private SharedLimits shared = SharedLimits.DEFAULTS;

		private ConnectionOptions connection = ConnectionOptions.builder().build();

		private Map<String, UnaryOperator<ConnectionOptions>> paths = Map.of();

		private int workerThreads = 200;

		private Duration gracePeriod = Duration.ofSeconds(30);

		private Duration drainWindow = Duration.ofSeconds(10);

		private DrainOptions drain = DrainOptions.DEFAULTS;

		private @Nullable ServerChannels channels;

		private Builder() {
		}

		/**
		 * Sets all options, whatever was set before.
		 * @param options the options
		 * @return this builder
		 */
		public Builder set(ServerOptions options) {
			this.address = options.address;
			this.port = options.port;
			this.transport = options.transport;
			this.eventLoops = options.eventLoops;
			this.backlog = options.backlog;
			this.acceptors = options.acceptors;
			this.reusePort = options.reusePort;
			this.plaintext = options.plaintext;
			this.sslContext = options.sslContext;
			this.healthPath = options.healthPath;
			this.allowedOrigins = options.allowedOrigins;
			this.subprotocols = options.subprotocols;
			this.extensions = options.extensions;
			this.handshakeTimeout = options.handshakeTimeout;
			this.maxHandshakeSize = options.maxHandshakeSize;
			this.maxConnections = options.maxConnections;
			this.admission = options.admission;
			this.shared = options.shared;
			this.connection = options.connection;
			this.paths = options.paths;
			this.workerThreads = options.workerThreads;
			this.gracePeriod = options.gracePeriod;
			this.drainWindow = options.drainWindow;
			this.drain = options.drain;
			this.channels = options.channels;
			return this;
		}

		/**
		 * Sets the address to bind; {@code null} for all with TLS or plaintext allowed,
		 * else the loopback address.
		 * @param address the address to bind
		 * @return this builder
		 */
		public Builder address(@Nullable InetAddress address) {
			this.address = address;
			return this;
		}

		/**
		 * Sets the port to bind, 0 for any free one.
		 * @param port 0 to 65535; 0 for any free one; 8090 unless set
		 * @return this builder
		 */
		public Builder port(int port) {
			this.port = port;
			return this;
		}

		/**
		 * Sets how to talk to the operating system.
		 * @param transport the transport; {@link Transport#AUTO} unless set
		 * @return this builder
		 */
		public Builder transport(Transport transport) {
			this.transport = transport;
			return this;
		}

		/**
		 * Sets how many event loops, 0 for one for each core.
		 * @param eventLoops 0 or more; 0 unless set
		 * @return this builder
		 */
		public Builder eventLoops(int eventLoops) {
			this.eventLoops = eventLoops;
			return this;
		}

		/**
		 * Sets connections that the operating system may keep waiting to be accepted.
		 * @param backlog 1 or more; 4096 unless set
		 * @return this builder
		 */
		public Builder backlog(int backlog) {
			this.backlog = backlog;
			return this;
		}

		/**
		 * Sets how many listening sockets share the port, among which the kernel
		 * distributes those who connect. With one, a new connection goes to the event
		 * loop that has the fewest; with one for each event loop it stays where it was
		 * accepted, which takes less time and is less even.
		 * @param acceptors 0 or more, 0 for one for each event loop, which is also the
		 * most there are; 1 unless set; more need epoll or io_uring
		 * @return this builder
		 */
		public Builder acceptors(int acceptors) {
			this.acceptors = acceptors;
			return this;
		}

		/**
		 * Sets whether other processes may listen on the same port.
		 * @param reusePort {@code false} unless set; needs epoll or io_uring
		 * @return this builder
		 */
		public Builder reusePort(boolean reusePort) {
			this.reusePort = reusePort;
			return this;
		}

		/**
		 * Sets whether connections without TLS are accepted on other addresses than the
		 * loopback one.
		 * @param plaintext {@code false} unless set
		 * @return this builder
		 */
		public Builder plaintext(boolean plaintext) {
			this.plaintext = plaintext;
			return this;
		}

		/**
		 * Sets the certificates and protocols, or {@code null} for plaintext.
		 * @param sslContext a context for servers
		 * @return this builder
		 */
		public Builder sslContext(@Nullable SslContext sslContext) {
			this.sslContext = sslContext;
			return this;
		}

		/**
		 * Sets a path that answers 200 while running and 503 while draining or full.
		 * @param healthPath an absolute path
		 * @return this builder
		 */
		public Builder healthPath(@Nullable String healthPath) {
			this.healthPath = healthPath;
			return this;
		}

		/**
		 * Sets origins that browsers may come from, besides the server's own host;
		 * {@code *} for any.
		 * @param allowedOrigins origins such as {@code https://example.org}; none unless
		 * set
		 * @return this builder
		 */
		public Builder allowedOrigins(Set<String> allowedOrigins) {
			this.allowedOrigins = allowedOrigins;
			return this;
		}

		/**
		 * Sets the subprotocols that are spoken, the favourite first.
		 * @param subprotocols names; none unless set
		 * @return this builder
		 */
		public Builder subprotocols(List<String> subprotocols) {
			this.subprotocols = subprotocols;
			return this;
		}

		/**
		 * Sets the extensions of the protocol that are spoken on all routes, besides
		 * compression.
		 * @param extensions the extensions; none unless set
		 * @return this builder
		 */
		public Builder extensions(List<Extension> extensions) {
			this.extensions = extensions;
			return this;
		}

		/**
		 * Sets time from accepting a socket to the end of its handshake, TLS included.
		 * @param handshakeTimeout more than zero; 5 seconds unless set
		 * @return this builder
		 */
		public Builder handshakeTimeout(Duration handshakeTimeout) {
			this.handshakeTimeout = handshakeTimeout;
			return this;
		}

		/**
		 * Sets the largest request head, in bytes.
		 * @param maxHandshakeSize 256 or more; 16 KiB unless set
		 * @return this builder
		 */
		public Builder maxHandshakeSize(int maxHandshakeSize) {
			this.maxHandshakeSize = maxHandshakeSize;
			return this;
		}

		/**
		 * Sets how many connections may be open at once.
		 * @param maxConnections 1 or more; 100,000 unless set
		 * @return this builder
		 */
		public Builder maxConnections(int maxConnections) {
			this.maxConnections = maxConnections;
			return this;
		}

		/**
		 * Changes who may come in, and how fast.
		 * @param change what to set, starting from what was set before
		 * @return this builder
		 */
		public Builder admission(UnaryOperator<AdmissionOptions> change) {
			this.admission = change.apply(this.admission);
			return this;
		}

		/**
		 * Changes the limits that all connections share.
		 * @param change what to set, starting from what was set before
		 * @return this builder
		 */
		public Builder shared(UnaryOperator<SharedLimits> change) {
			this.shared = change.apply(this.shared);
			return this;
		}

		/**
		 * Sets the limits and habits of connections.
		 * @param connection the options
		 * @return this builder
		 */
		public Builder connection(ConnectionOptions connection) {
			this.connection = connection;
			return this;
		}

		/**
		 * Sets what changes the limits and habits of the connections of some routes,
		 * after what the routes themselves say.
		 * @param changes by a route's pattern, which there has to be; none unless set
		 * @return this builder
		 */
		public Builder paths(Map<String, ? extends UnaryOperator<ConnectionOptions>> changes) {
			this.paths = Map.copyOf(changes);
			return this;
		}

		/**
		 * Sets the most threads for handlers that block.
		 * @param workerThreads 1 or more; 200 unless set
		 * @return this builder
		 */
		public Builder workerThreads(int workerThreads) {
			this.workerThreads = workerThreads;
			return this;
		}

		/**
		 * Sets time that connections have to finish when the server is closed.
		 * @param gracePeriod zero or more; 30 seconds unless set
		 * @return this builder
		 */
		public Builder gracePeriod(Duration gracePeriod) {
			this.gracePeriod = gracePeriod;
			return this;
		}

		/**
		 * Sets time over which the Close frames of a shutdown are spread.
		 * @param drainWindow zero or more; 10 seconds unless set
		 * @return this builder
		 */
		public Builder drainWindow(Duration drainWindow) {
			this.drainWindow = drainWindow;
			return this;
		}

		/**
		 * Sets how a server that stops says goodbye.
		 * @param drain the options
		 * @return this builder
		 */
		public Builder drain(DrainOptions drain) {
			this.drain = drain;
			return this;
		}

		/**
		 * Sets what takes the place of sockets, for tests. Options that concern sockets
		 * alone ({@code transport}, {@code eventLoops}, {@code backlog}) do nothing then.
		 * @param channels event loops and a listener, or {@code null} for sockets
		 * @return this builder
		 */
		public Builder channels(@Nullable ServerChannels channels) {
			this.channels = channels;
			return this;
		}

		/**
		 * Changes the limits and habits of connections.
		 * @param configurer what to set, starting from what was set before
		 * @return this builder
		 */
		public Builder connection(Consumer<ConnectionOptions.Builder> configurer) {
			ConnectionOptions.Builder builder = this.connection.toBuilder();
			configurer.accept(builder);
			this.connection = builder.build();
			return this;
		}

		/**
		 * Checks the options.
		 * @return the options
		 * @throws IllegalArgumentException if one is out of range
		 */
		public ServerOptions build() {
			return new ServerOptions(this.address, this.port, this.transport, this.eventLoops, this.backlog,
					this.acceptors, this.reusePort, this.plaintext, this.sslContext, this.healthPath,
					this.allowedOrigins, this.subprotocols, this.extensions, this.handshakeTimeout,
					this.maxHandshakeSize, this.maxConnections, this.admission, this.shared, this.connection,
					this.paths, this.workerThreads, this.gracePeriod, this.drainWindow, this.drain, this.channels);
		}

	}

}
