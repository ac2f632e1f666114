package io.aerosocket.spring.boot.autoconfigure;

import java.net.InetAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

import io.aerosocket.AgeOptions;
import io.aerosocket.CompressionMode;
import io.aerosocket.FailurePolicy;
import io.aerosocket.SlowConsumerPolicy;
import io.aerosocket.Transport;
import io.aerosocket.server.AdmissionOptions;
import io.aerosocket.server.OverloadOptions;
import io.aerosocket.server.ProxyOptions;
import io.aerosocket.server.ProxyProtocol;
import io.aerosocket.spring.handler.FaultAnswer;
import io.aerosocket.spring.handler.HandlerExecution;

/**
 * {@link ConfigurationProperties @ConfigurationProperties} for the AeroSocket server.
 * Their values are checked when the server is made, with or without a validation library.
 *
 * @param enabled Whether to start the server.
 * @param port Port to listen on. Use '0' for any free port.
 * @param address Network address to bind to. Without it, all addresses with TLS or
 * 'plaintext', otherwise the loopback address.
 * @param transport How to talk to the operating system.
 * @param eventLoops Number of event loops. Use '0' for one for each core.
 * @param backlog Maximum number of connections that the operating system keeps waiting to
 * be accepted.
 * @param acceptors Number of listening sockets that share the port, at most one for each
 * event loop. Use '0' for that many. More than one needs epoll or io_uring.
 * @param reusePort Whether other processes may listen on the same port. Needs epoll or
 * io_uring.
 * @param healthPath Path that answers 200 while the server is running and 503 while it
 * drains or is full, for load balancers. None if not set.
 * @param plaintext Whether to listen without TLS on other addresses than the loopback
 * one, for use behind a proxy that ends TLS.
 * @param detailedErrors Whether to tell peers what a failed handler threw.
 * @param allowedOrigins Origins that browsers may come from, besides the server's own
 * host, such as 'https://example.org' or 'https://*.example.org'. Use '*' for any.
 * @param subprotocols Subprotocols that the server speaks, the favourite first. One that
 * is a codec's name, or ends in a dot or a plus sign and that name, makes it the codec of
 * its connections.
 * @param codec Name of the codec of connections whose subprotocol names none. 'json' if
 * not set.
 * @param ssl TLS settings.
 * @param handshake Limits of opening handshakes.
 * @param message Limits of received messages.
 * @param frame Limits of received frames.
 * @param compression Compression settings.
 * @param heartbeat Ping settings.
 * @param idleTimeout Time without a message in either direction after which a connection
 * is closed. If a duration suffix is not specified, seconds will be used. Use '0' for
 * never.
 * @param connection Limits of connections.
 * @param forwarded Proxies that are believed.
 * @param proxyProtocol Whether trusted proxies send a header of the PROXY protocol before
 * anything else.
 * @param overload When no new connections are taken.
 * @param inbound Limits of what waits for handlers.
 * @param outbound Limits of what waits to be written.
 * @param rateLimit How much peers may send.
 * @param observations What is observed for metrics and traces.
 * @param trafficLog Whether messages are written to the log.
 * @param deadLetters Limits of what waits for dead letter sinks.
 * @param paths Where the connections of a path differ: message, frame, compression,
 * heartbeat, idle-timeout, inbound, outbound and rate-limit, below the path's pattern in
 * brackets such as '"[/chat/{room}]"'.
 * @param execution Threads of handlers.
 * @param events Limits of application events.
 * @param routing How messages find their method.
 * @param failurePolicy What happens when a handler failed and nothing handled its error.
 * @param shutdown Shutdown settings.
 */
@ConfigurationProperties("aerosocket.server")
public record AeroSocketServerProperties(@DefaultValue("true") boolean enabled, @DefaultValue("8090") int port,
		@Nullable InetAddress address, @DefaultValue("auto") Transport transport, @DefaultValue("0") int eventLoops,
		@DefaultValue("4096") int backlog, @DefaultValue("1") int acceptors, @DefaultValue("false") boolean reusePort,
		@Nullable String healthPath, @DefaultValue("false") boolean plaintext,
		@DefaultValue("false") boolean detailedErrors, @DefaultValue Set<String> allowedOrigins,
		@DefaultValue List<String> subprotocols, @Nullable String codec, @DefaultValue Ssl ssl,
		@DefaultValue Handshake handshake, @DefaultValue Message message, @DefaultValue Frame frame,
		@DefaultValue Compression compression, @DefaultValue Heartbeat heartbeat,
		@DefaultValue("0s") @DurationUnit(ChronoUnit.SECONDS) Duration idleTimeout, @DefaultValue Connection connection,
		@DefaultValue @NestedConfigurationProperty ForwardedProperties forwarded,
		@DefaultValue("off") ProxyProtocol proxyProtocol,
		@DefaultValue @NestedConfigurationProperty OverloadProperties overload, @DefaultValue Inbound inbound,
		@DefaultValue Outbound outbound, @DefaultValue @NestedConfigurationProperty RateLimitProperties rateLimit,
		@DefaultValue @NestedConfigurationProperty ObservationProperties observations,
		@DefaultValue @NestedConfigurationProperty TrafficLogProperties trafficLog,
		@DefaultValue @NestedConfigurationProperty DeadLetterProperties deadLetters,
		@DefaultValue Map<String, PathProperties> paths, @DefaultValue Execution execution, @DefaultValue Events events,
		@DefaultValue Routing routing, @DefaultValue("log-and-close") FailurePolicy failurePolicy,
		@DefaultValue Shutdown shutdown) {

	/**
	 * TLS settings.
	 *
	 * @param bundle Name of the SSL bundle to use. Plaintext if not set.
	 * @param clientAuth Whether clients have to show a certificate.
	 * @param protocols Versions of TLS to accept. Those of the bundle if not set, and
	 * TLSv1.3 if that has none.
	 */
	public record Ssl(@Nullable String bundle, @DefaultValue("none") ClientAuth clientAuth,
			@DefaultValue List<String> protocols) {

	}

	/**
	 * Limits of opening handshakes.
	 *
	 * @param timeout Time from accepting a socket to the end of its handshake, TLS
	 * included. If a duration suffix is not specified, seconds will be used.
	 * @param maxSize Maximum size of a request's head.
	 */
	public record Handshake(@DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS) Duration timeout,
			@DefaultValue("16KB") DataSize maxSize) {

	}

	/**
	 * Limits of received messages.
	 *
	 * @param maxSize Maximum size of a received message.
	 * @param maxFragments Maximum number of frames that a received message may consist
	 * of.
	 */
	public record Message(@DefaultValue("256KB") DataSize maxSize, @DefaultValue("1024") int maxFragments) {

	}

	/**
	 * Limits of received frames.
	 *
	 * @param maxSize Maximum size of a received frame. As large as a message if not set.
	 */
	public record Frame(@Nullable DataSize maxSize) {

	}

	/**
	 * Compression settings.
	 *
	 * @param mode Whether messages are compressed, with peers that can do so. With
	 * 'shared' an idle connection keeps nothing for it, with 'dedicated' each connection
	 * has a context of its own.
	 * @param level How hard to try, from '1' (quick) to '9' (small).
	 * @param minSize Minimum size of a message that is compressed.
	 * @param maxRatio Maximum number of times its compressed size that a received message
	 * may have, once it is larger than 1MB.
	 * @param windowBits How far back a compressed message may refer, as a power of two
	 * from '8' (256 bytes) to '15' (32 KB). Peers are asked for the same.
	 */
	public record Compression(@DefaultValue("off") CompressionMode mode, @DefaultValue("1") int level,
			@DefaultValue("1KB") DataSize minSize, @DefaultValue("100") int maxRatio,
			@DefaultValue("15") int windowBits) {

	}

	/**
	 * Ping settings.
	 *
	 * @param interval Time without anything received after which a Ping is sent. If a
	 * duration suffix is not specified, seconds will be used. Use '0' for no Pings.
	 * @param timeout Time to wait for any sign of life after a Ping before the connection
	 * is closed. If a duration suffix is not specified, seconds will be used.
	 */
	public record Heartbeat(@DefaultValue("25s") @DurationUnit(ChronoUnit.SECONDS) Duration interval,
			@DefaultValue("20s") @DurationUnit(ChronoUnit.SECONDS) Duration timeout) {

	}

	/**
	 * Limits of connections.
	 *
	 * @param max Maximum number of connections open at once, handshakes included.
	 * @param maxPerAddress Maximum number of connections from one address, or from one
	 * IPv6 network of 64 bits. Any number if not set.
	 * @param maxPerUser Maximum number of connections of one user, told by the name of
	 * its principal. Any number if not set.
	 * @param acceptRate Maximum number of sockets that are accepted in a second. Any
	 * number if not set.
	 * @param maxAge Time after which a connection is closed, however busy it is. If a
	 * duration suffix is not specified, seconds will be used. Any age if not set.
	 * @param maxAgeJitter Share of that time by which connections may be closed earlier,
	 * so that they do not all go together.
	 * @param closeTimeout Time that a peer has to answer a Close before it is cut off. If
	 * a duration suffix is not specified, seconds will be used.
	 */
	public record Connection(@DefaultValue("100000") int max, @Nullable Integer maxPerAddress,
			@Nullable Integer maxPerUser, @Nullable Integer acceptRate,
			@Nullable @DurationUnit(ChronoUnit.SECONDS) Duration maxAge, @DefaultValue("0.2") double maxAgeJitter,
			@DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS) Duration closeTimeout) {

		AdmissionOptions admission(ProxyOptions proxies, OverloadOptions overload) {
			return new AdmissionOptions(anyNumber(this.maxPerAddress), anyNumber(this.maxPerUser),
					anyNumber(this.acceptRate), proxies, overload);
		}

		AgeOptions age() {
			return new AgeOptions((this.maxAge != null) ? this.maxAge : Duration.ZERO, this.maxAgeJitter);
		}

		private static int anyNumber(@Nullable Integer limit) {
			return (limit != null) ? limit : 0;
		}

	}

	/**
	 * Limits of what waits for handlers.
	 *
	 * @param maxPendingMessages Maximum number of a connection's messages that wait for
	 * its handler before reading stops.
	 * @param maxPendingBytes Maximum size of a connection's messages that wait for its
	 * handler before reading stops.
	 * @param memoryBudget Maximum size of what is kept of all connections' messages that
	 * are unfinished or wait for their handlers before those that keep most are closed. A
	 * quarter of the direct memory if not set.
	 */
	public record Inbound(@DefaultValue("256") int maxPendingMessages, @DefaultValue("1MB") DataSize maxPendingBytes,
			@Nullable DataSize memoryBudget) {

	}

	/**
	 * Limits of what waits to be written.
	 *
	 * @param maxQueuedBytes Maximum size of what waits to be written to a connection
	 * before the slow consumer policy applies.
	 * @param fragmentSize Size of the fragments that a streamed message is sent in.
	 * @param slowConsumerPolicy What happens to a peer that reads too slowly.
	 * @param slowConsumerCloseCode Close code for a peer that reads too slowly.
	 * @param blockTimeout Time that a sender waits for room with the policy 'block',
	 * before the peer is closed. If a duration suffix is not specified, seconds will be
	 * used.
	 * @param memoryBudget Maximum size of what waits to be written to all connections
	 * together before the largest queues are given up. A quarter of the direct memory if
	 * not set.
	 */
	public record Outbound(@DefaultValue("1MB") DataSize maxQueuedBytes, @DefaultValue("64KB") DataSize fragmentSize,
			@DefaultValue("close") SlowConsumerPolicy slowConsumerPolicy,
			@DefaultValue("1013") int slowConsumerCloseCode,
			@DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS) Duration blockTimeout,
			@Nullable DataSize memoryBudget) {

	}

	/**
	 * Threads of handlers.
	 *
	 * @param mode Where handler methods run that do not say it themselves. With 'auto' it
	 * is inferred from the type that the method returns.
	 * @param workerThreads Maximum number of threads for handlers that block.
	 * @param mdc Whether the id, path and user of a connection are in the logging context
	 * while its handler methods run, as 'aerosocket.connection', 'aerosocket.path' and
	 * 'aerosocket.user'.
	 * @param blockedThreshold Time after which an event loop that a handler keeps busy is
	 * reported, with what it is doing. If a duration suffix is not specified, seconds
	 * will be used. Use '0' for never.
	 */
	public record Execution(@DefaultValue("auto") HandlerExecution mode, @DefaultValue("200") int workerThreads,
			@DefaultValue("false") boolean mdc,
			@DefaultValue("2s") @DurationUnit(ChronoUnit.SECONDS) Duration blockedThreshold) {

	}

	/**
	 * Limits of application events.
	 *
	 * @param maxPending Maximum number of events of connections that wait for slow
	 * listeners before events are given up.
	 */
	public record Events(@DefaultValue("10000") int maxPending) {

	}

	/**
	 * How messages find their method.
	 *
	 * @param property Member of messages that names their route.
	 * @param idProperty Member of messages that their sender tells replies by.
	 * @param payloadProperty Member of messages with a route that holds their payload, in
	 * which replies are sent too. The whole message is the payload if not set.
	 * @param unknown What a message is answered whose route no method is for.
	 * @param undecodable What a message is answered that is not of the type that its
	 * method takes.
	 * @param invalid What a message is answered that breaks the constraints of that type.
	 */
	public record Routing(@DefaultValue("type") String property, @DefaultValue("id") String idProperty,
			@Nullable String payloadProperty, @DefaultValue("error-reply") FaultAnswer unknown,
			@DefaultValue("close") FaultAnswer undecodable, @DefaultValue("close") FaultAnswer invalid) {

	}

	/**
	 * Shutdown settings.
	 *
	 * @param gracePeriod Maximum time that connections have to finish when the server is
	 * stopped. If a duration suffix is not specified, seconds will be used. Use '0' to
	 * cut them at once.
	 * @param drainWindow Time over which the Close frames of a shutdown are spread, 10 ms
	 * for each connection at most. If a duration suffix is not specified, seconds will be
	 * used. Never more than the grace period.
	 * @param batchSize Number of connections that are told at a time.
	 * @param jitter By how much times are spread at random, from '0' (not at all) to '1':
	 * when a connection is told, and how much longer than 'retry-after' it is told to
	 * stay away.
	 * @param retryAfter Time that peers are told to stay away, in the reason of their
	 * Close. If a duration suffix is not specified, seconds will be used. Use '0' if they
	 * may come back at once.
	 * @param acceptFor Time that the server goes on accepting connections after readiness
	 * was refused, for load balancers that need time to notice. A part of the grace
	 * period, half of it at most. If a duration suffix is not specified, seconds will be
	 * used.
	 * @param secondSignal Whether a second SIGTERM or SIGINT while the server drains
	 * hurries it, and a third one cuts what is left.
	 */
	public record Shutdown(@DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS) Duration gracePeriod,
			@DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS) Duration drainWindow,
			@DefaultValue("10") int batchSize, @DefaultValue("0.5") double jitter,
			@DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS) Duration retryAfter,
			@DefaultValue("0s") @DurationUnit(ChronoUnit.SECONDS) Duration acceptFor,
			@DefaultValue("true") boolean secondSignal) {

	}

}
