package io.aerosocket.client;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.netty.channel.EventLoopGroup;
import io.netty.resolver.AddressResolverGroup;
import org.jspecify.annotations.Nullable;

import io.aerosocket.ConnectionOptions;
import io.aerosocket.Transport;
import io.aerosocket.extension.Extension;

/**
 * Everything that can be set on a client, checked once and then immutable.
 *
 * @param transport how to talk to the operating system
 * @param eventLoops how many event loops, 0 for one for each core
 * @param eventLoopGroup event loops that somebody else started and ends, or {@code null}
 * for own ones
 * @param resolver who finds the addresses of hosts, or {@code null} for the operating
 * system
 * @param connectTimeout time to find a host's addresses and to reach one of them
 * @param connectAttemptDelay time after which a host's next address is tried, while the
 * one before has not answered
 * @param handshakeTimeout time from the connected socket to the end of the handshake,
 * proxy and TLS included
 * @param maxHandshakeSize the largest head of an answer, in bytes
 * @param maxRedirects how many redirects are followed, 0 for none
 * @param headers header fields of every request
 * @param subprotocols the subprotocols that are offered, the favourite first
 * @param extensions extensions of the protocol that are offered, besides compression
 * @param tls whom to trust, or {@code null} for whom the JDK trusts
 * @param proxy the proxy, or {@code null} for none
 * @param connection the limits and habits of connections
 * @param workerThreads the most threads for handlers that block
 * @param sendTimeout time that a {@link BlockingConnection} waits for room
 * @param gracePeriod time that connections have to finish when the client is closed
 */
public record ClientOptions(Transport transport, int eventLoops, @Nullable EventLoopGroup eventLoopGroup,
		@Nullable AddressResolverGroup<InetSocketAddress> resolver, Duration connectTimeout,
		Duration connectAttemptDelay, Duration handshakeTimeout, int maxHandshakeSize, int maxRedirects,
		Map<String, String> headers, List<String> subprotocols, List<Extension> extensions, @Nullable ClientTls tls,
		@Nullable ProxySettings proxy, ConnectionOptions connection, int workerThreads, Duration sendTimeout,
		Duration gracePeriod) {

	private static final Duration LONGEST = Duration.ofDays(365);

	private static final Duration LONGEST_CONNECT = Duration.ofHours(1);

	/** RFC 8305 section 5: shorter ones flood networks with connections nobody needs. */
	private static final Duration SHORTEST_DELAY = Duration.ofMillis(10);

	public ClientOptions {
		range("eventLoops", eventLoops, 0, 1024);
		range("maxHandshakeSize", maxHandshakeSize, 256, 1 << 20);
		range("maxRedirects", maxRedirects, 0, 20);
		range("workerThreads", workerThreads, 1, 100_000);
		moreThanZero("connectTimeout", connectTimeout, LONGEST_CONNECT);
		if (connectAttemptDelay.compareTo(SHORTEST_DELAY) < 0 || connectAttemptDelay.compareTo(LONGEST_CONNECT) > 0) {
			throw new IllegalArgumentException(
					"connectAttemptDelay: " + connectAttemptDelay + " (expected: " + SHORTEST_DELAY + " to 1 hour)");
		}
		moreThanZero("handshakeTimeout", handshakeTimeout, LONGEST_CONNECT);
		moreThanZero("sendTimeout", sendTimeout, LONGEST);
		if (gracePeriod.isNegative() || gracePeriod.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException("gracePeriod: " + gracePeriod + " (expected: PT0S to 365 days)");
		}
		headers = RequestFields.checkHeaders(headers);
		subprotocols = RequestFields.checkSubprotocols(subprotocols);
		extensions = List.copyOf(extensions);
	}

	/**
	 * Starts with the defaults.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/** Without the values of header fields, which may be secrets. */
	@Override
	public String toString() {
		return "ClientOptions[transport=" + this.transport + ", headers=" + this.headers.keySet() + ", subprotocols="
				+ this.subprotocols + ", proxy=" + this.proxy + ", connection=" + this.connection + "]";
	}

	private static void moreThanZero(String name, Duration value, Duration longest) {
		if (value.isNegative() || value.isZero() || value.compareTo(longest) > 0) {
			throw new IllegalArgumentException(
					name + ": " + value + " (expected: more than zero and at most " + longest + ")");
		}
	}

	private static void range(String name, int value, int minimum, int maximum) {
		if (value < minimum || value > maximum) {
			throw new IllegalArgumentException(name + ": " + value + " (expected: " + minimum + "-" + maximum + ")");
		}
	}

	/**
	 * Collects options.
	 */
	public static final class Builder {

		private Transport transport = Transport.AUTO;

		private int eventLoops = 1;

		private @Nullable EventLoopGroup eventLoopGroup;

		private @Nullable AddressResolverGroup<InetSocketAddress> resolver;

		private Duration connectTimeout = Duration.ofSeconds(10);

		private Duration connectAttemptDelay = Duration.ofMillis(250);

		private Duration handshakeTimeout = Duration.ofSeconds(10);

		private int maxHandshakeSize = 16 * 1024;

		private int maxRedirects;

		private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

		private List<String> subprotocols = List.of();

		private List<Extension> extensions = List.of();

		private @Nullable ClientTls tls;

		private @Nullable ProxySettings proxy;

		private ConnectionOptions connection = ConnectionOptions.builder().build();

		private int workerThreads = 200;

		private Duration sendTimeout = Duration.ofSeconds(30);

		private Duration gracePeriod = Duration.ofSeconds(10);

		private Builder() {
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
		 * Sets how many event loops.
		 * @param eventLoops 0 for one for each core; 1 unless set, which is enough for
		 * thousands of connections that are mostly quiet
		 * @return this builder
		 */
		public Builder eventLoops(int eventLoops) {
			this.eventLoops = eventLoops;
			return this;
		}

		/**
		 * Sets event loops that several clients share, or that are a server's. They
		 * decide on the transport, and run on when the client is closed. A connection
		 * that is opened on one of them, by a handler that runs there, lives on it; other
		 * ones take turns. When they end, attempts to connect fail and connections are
		 * cut.
		 * @param eventLoopGroup the group, or {@code null} for event loops of its own
		 * @return this builder
		 */
		public Builder eventLoopGroup(@Nullable EventLoopGroup eventLoopGroup) {
			this.eventLoopGroup = eventLoopGroup;
			return this;
		}

		/**
		 * Sets who finds the addresses of hosts, for example Netty's
		 * {@code DnsAddressResolverGroup}. It is called on threads where it may block,
		 * every address that it knows is tried, and it is the application's to close.
		 * @param resolver the resolver, or {@code null} for the operating system, which
		 * is the default
		 * @return this builder
		 */
		public Builder resolver(@Nullable AddressResolverGroup<InetSocketAddress> resolver) {
			this.resolver = resolver;
			return this;
		}

		/**
		 * Sets the time to find a host's addresses and to reach one of them.
		 * @param connectTimeout more than zero; 10 seconds unless set
		 * @return this builder
		 */
		public Builder connectTimeout(Duration connectTimeout) {
			this.connectTimeout = connectTimeout;
			return this;
		}

		/**
		 * Sets the time after which a host's next address is tried, while the one before
		 * has not answered (RFC 8305 section 5). If that has failed, the next one is
		 * tried at once. Addresses of IPv4 and IPv6 take turns, and the first that
		 * answers is used.
		 * @param connectAttemptDelay 10 milliseconds to 1 hour; 250 milliseconds unless
		 * set
		 * @return this builder
		 */
		public Builder connectAttemptDelay(Duration connectAttemptDelay) {
			this.connectAttemptDelay = connectAttemptDelay;
			return this;
		}

		/**
		 * Sets the time from the connected socket to the end of the handshake, proxy and
		 * TLS included.
		 * @param handshakeTimeout more than zero; 10 seconds unless set
		 * @return this builder
		 */
		public Builder handshakeTimeout(Duration handshakeTimeout) {
			this.handshakeTimeout = handshakeTimeout;
			return this;
		}

		/**
		 * Sets the largest head of an answer, in bytes.
		 * @param maxHandshakeSize 256 or more; 16 KiB unless set
		 * @return this builder
		 */
		public Builder maxHandshakeSize(int maxHandshakeSize) {
			this.maxHandshakeSize = maxHandshakeSize;
			return this;
		}

		/**
		 * Sets how many redirects are followed. One that leads from {@code wss} to
		 * {@code ws} never is, and another server is not told the request's own header
		 * fields, but for {@code Origin} and {@code User-Agent}.
		 * @param maxRedirects 0 for none, which is the default, to 20
		 * @return this builder
		 */
		public Builder maxRedirects(int maxRedirects) {
			this.maxRedirects = maxRedirects;
			return this;
		}

		/**
		 * Sets a header field of every request.
		 * @param name a token, but none that the handshake itself needs
		 * @param value printable characters of ISO 8859-1
		 * @return this builder
		 */
		public Builder header(String name, String value) {
			this.headers.put(name, value);
			return this;
		}

		/**
		 * Sets where requests come from, which servers may check (RFC 6455 section 10.2).
		 * @param origin for example {@code https://example.org}
		 * @return this builder
		 */
		public Builder origin(String origin) {
			return header("Origin", origin);
		}

		/**
		 * Sets the subprotocols that are offered.
		 * @param subprotocols names, the favourite first; none unless set
		 * @return this builder
		 */
		public Builder subprotocols(List<String> subprotocols) {
			this.subprotocols = subprotocols;
			return this;
		}

		/**
		 * Sets the extensions of the protocol that are offered besides compression, which
		 * is an option of connections.
		 * @param extensions the extensions; none unless set
		 * @return this builder
		 */
		public Builder extensions(List<Extension> extensions) {
			this.extensions = extensions;
			return this;
		}

		/**
		 * Sets whom to trust, and who the client is.
		 * @param tls the settings, or {@code null} for whom the JDK trusts
		 * @return this builder
		 */
		public Builder tls(@Nullable ClientTls tls) {
			this.tls = tls;
			return this;
		}

		/**
		 * Sets whom to trust, and who the client is.
		 * @param configurer what to set, starting from the defaults
		 * @return this builder
		 */
		public Builder tls(Consumer<ClientTls.Builder> configurer) {
			ClientTls.Builder builder = ClientTls.builder();
			configurer.accept(builder);
			return tls(builder.build());
		}

		/**
		 * Sets the proxy that connections go through.
		 * @param proxy the proxy, or {@code null} for none, which is the default
		 * @return this builder
		 */
		public Builder proxy(@Nullable ProxySettings proxy) {
			this.proxy = proxy;
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
		 * Sets the most threads for handlers that block.
		 * @param workerThreads 1 or more; 200 unless set
		 * @return this builder
		 */
		public Builder workerThreads(int workerThreads) {
			this.workerThreads = workerThreads;
			return this;
		}

		/**
		 * Sets how long a {@link BlockingConnection} waits for room to send.
		 * @param sendTimeout more than zero; 30 seconds unless set
		 * @return this builder
		 */
		public Builder sendTimeout(Duration sendTimeout) {
			this.sendTimeout = sendTimeout;
			return this;
		}

		/**
		 * Sets the time that connections have to finish when the client is closed.
		 * @param gracePeriod zero or more; 10 seconds unless set
		 * @return this builder
		 */
		public Builder gracePeriod(Duration gracePeriod) {
			this.gracePeriod = gracePeriod;
			return this;
		}

		/**
		 * Checks the options.
		 * @return the options
		 * @throws IllegalArgumentException if one is out of range
		 */
		public ClientOptions build() {
			return new ClientOptions(this.transport, this.eventLoops, this.eventLoopGroup, this.resolver,
					this.connectTimeout, this.connectAttemptDelay, this.handshakeTimeout, this.maxHandshakeSize,
					this.maxRedirects, this.headers, this.subprotocols, this.extensions, this.tls, this.proxy,
					this.connection, this.workerThreads, this.sendTimeout, this.gracePeriod);
		}

	}

}
