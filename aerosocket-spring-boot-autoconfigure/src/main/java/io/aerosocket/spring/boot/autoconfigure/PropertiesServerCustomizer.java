package io.aerosocket.spring.boot.autoconfigure;

import java.time.Duration;

import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import io.aerosocket.CloseCode;
import io.aerosocket.CompressionOptions;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.SharedLimits;
import io.aerosocket.server.AeroServer;
import io.aerosocket.server.AeroServerCustomizer;
import io.aerosocket.server.DrainOptions;
import io.aerosocket.server.ServerOptions;

/**
 * Applies {@link AeroSocketServerProperties} to a server's builder.
 *
 * @param properties the properties
 * @param sslContext what was made of the SSL bundle, or {@code null} without one
 */
record PropertiesServerCustomizer(AeroSocketServerProperties properties,
		@Nullable SslContext sslContext) implements AeroServerCustomizer {

	@Override
	public void customize(AeroServer.Builder builder) {
		builder.options(this::server);
	}

	private void server(ServerOptions.Builder options) {
		options.address(this.properties.address())
			.port(this.properties.port())
			.transport(this.properties.transport())
			.eventLoops(this.properties.eventLoops())
			.backlog(this.properties.backlog())
			.acceptors(this.properties.acceptors())
			.reusePort(this.properties.reusePort())
			.plaintext(this.properties.plaintext())
			.sslContext(this.sslContext)
			.healthPath(this.properties.healthPath())
			.allowedOrigins(this.properties.allowedOrigins())
			.subprotocols(this.properties.subprotocols())
			.handshakeTimeout(this.properties.handshake().timeout())
			.maxHandshakeSize(bytes(this.properties.handshake().maxSize()))
			.maxConnections(this.properties.connection().max())
			.admission((limits) -> this.properties.connection()
				.admission(this.properties.forwarded().options(this.properties.proxyProtocol()),
						this.properties.overload().options()))
			.workerThreads(this.properties.execution().workerThreads())
			.gracePeriod(this.properties.shutdown().gracePeriod())
			.drainWindow(drainWindow(this.properties.shutdown()))
			.shared(this::shared)
			.drain(drain(this.properties.shutdown()))
			.connection(this::connection)
			.paths(this.properties.paths());
	}

	private SharedLimits shared(SharedLimits limits) {
		DataSize memoryBudget = this.properties.outbound().memoryBudget();
		DataSize inboundBudget = this.properties.inbound().memoryBudget();
		return limits.withLoopBlockedAfter(this.properties.execution().blockedThreshold())
			.withRateLimit(this.properties.rateLimit().total().options())
			.withMemoryBudget((memoryBudget != null) ? memoryBudget.toBytes() : limits.memoryBudget())
			.withInboundMemoryBudget((inboundBudget != null) ? inboundBudget.toBytes() : limits.inboundMemoryBudget())
			.withMaxDeadLetters(this.properties.deadLetters().maxPending())
			.withMaxDeadLetterBytes(this.properties.deadLetters().maxPendingBytes().toBytes());
	}

	void connection(ConnectionOptions.Builder options) {
		DataSize frameSize = this.properties.frame().maxSize();
		if (frameSize != null) {
			options.maxFrameSize(frameSize.toBytes());
		}
		options.maxMessageSize(this.properties.message().maxSize().toBytes())
			.maxFragments(this.properties.message().maxFragments())
			.pingInterval(this.properties.heartbeat().interval())
			.pongTimeout(this.properties.heartbeat().timeout())
			.idleTimeout(this.properties.idleTimeout())
			.closeTimeout(this.properties.connection().closeTimeout())
			.maxPendingMessages(this.properties.inbound().maxPendingMessages())
			.maxPendingBytes(this.properties.inbound().maxPendingBytes().toBytes())
			.maxQueuedBytes(this.properties.outbound().maxQueuedBytes().toBytes())
			.streamFragmentSize((int) this.properties.outbound().fragmentSize().toBytes())
			.slowConsumerPolicy(this.properties.outbound().slowConsumerPolicy())
			.slowConsumerCloseCode(new CloseCode(this.properties.outbound().slowConsumerCloseCode()))
			.blockTimeout(this.properties.outbound().blockTimeout())
			.compression(compression(this.properties.compression()))
			.rateLimit(this.properties.rateLimit().connection())
			.age(this.properties.connection().age())
			.trafficLog((before) -> this.properties.trafficLog().options())
			.failurePolicy(this.properties.failurePolicy())
			.detailedErrors(this.properties.detailedErrors());
	}

	private static CompressionOptions compression(AeroSocketServerProperties.Compression compression) {
		return new CompressionOptions(compression.mode(), compression.level(), bytes(compression.minSize()),
				compression.maxRatio(), compression.windowBits());
	}

	// Whoever shortens the grace period alone does not mean half of the connections to be
	// cut before their Close.
	private static Duration drainWindow(AeroSocketServerProperties.Shutdown shutdown) {
		Duration grace = shutdown.gracePeriod();
		return (shutdown.drainWindow().compareTo(grace) > 0) ? grace : shutdown.drainWindow();
	}

	private static DrainOptions drain(AeroSocketServerProperties.Shutdown shutdown) {
		return new DrainOptions(shutdown.batchSize(), shutdown.jitter(), shutdown.retryAfter(), shutdown.acceptFor());
	}

	private static int bytes(DataSize size) {
		return Math.toIntExact(size.toBytes());
	}

}
