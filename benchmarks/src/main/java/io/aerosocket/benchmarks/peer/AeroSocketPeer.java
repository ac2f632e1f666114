package io.aerosocket.benchmarks.peer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

import io.aerosocket.CompressionMode;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;
import io.aerosocket.server.AeroServer;
import io.aerosocket.telemetry.EngineSnapshot;

/**
 * The engine alone, without Spring.
 */
final class AeroSocketPeer implements Peer {

	private final String name;

	private final CompressionMode compression;

	private AeroSocketPeer(String name, CompressionMode compression) {
		this.name = name;
		this.compression = compression;
	}

	/**
	 * Returns the engine with its defaults.
	 * @return the peer
	 */
	static AeroSocketPeer plain() {
		return new AeroSocketPeer("aerosocket", CompressionMode.OFF);
	}

	/**
	 * Returns the engine with compression for those who offer it, without contexts.
	 * @return the peer
	 */
	static AeroSocketPeer compressing() {
		return new AeroSocketPeer("aerosocket-deflate", CompressionMode.SHARED);
	}

	/**
	 * Returns the engine with compression for those who offer it, and a context for each
	 * connection.
	 * @return the peer
	 */
	static AeroSocketPeer compressingInContext() {
		return new AeroSocketPeer("aerosocket-deflate-dedicated", CompressionMode.DEDICATED);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String version() {
		String mode = this.compression.name().toLowerCase(Locale.ROOT);
		return version((this.compression == CompressionMode.OFF) ? "engine" : "engine, compression " + mode);
	}

	/**
	 * Returns the version of AeroSocket.
	 * @param part which part of it is measured
	 * @return the name, part and version
	 */
	static String version(String part) {
		String version = AeroServer.class.getPackage().getImplementationVersion();
		return "AeroSocket " + part + ((version != null) ? " " + version : "") + " on " + NettyServer.version();
	}

	@Override
	public RunningPeer start(PeerSettings settings) {
		Fanout fanout = new Fanout();
		AeroServer server = AeroServer.builder()
			.port(settings.port())
			.options((options) -> options.transport(settings.transport())
				.eventLoops(settings.threads())
				.backlog(NettyServer.BACKLOG)
				.connection((connection) -> connection.maxMessageSize(MAX_MESSAGE_BYTES).compression(this.compression)))
			.route(ECHO, ConnectionHandler.of(Connection::send))
			.route(FANOUT, ConnectionHandler.of(fanout))
			.build();
		fanout.server.set(server);
		server.start();
		return new RunningPeer(server.port(), () -> server.stop(Duration.ZERO).toCompletableFuture().join(),
				() -> counters(server));
	}

	private static Map<String, Long> counters(AeroServer server) {
		EngineSnapshot snapshot = server.snapshot();
		Map<String, Long> counters = new LinkedHashMap<>();
		counters.put("open", snapshot.openConnections());
		counters.put("total", snapshot.totalConnections());
		counters.put("handshaking", snapshot.handshaking());
		counters.put("received", snapshot.messagesReceived());
		counters.put("sent", snapshot.messagesSent());
		counters.put("queued", snapshot.queuedBytes());
		counters.put("paused", snapshot.pausedReads());
		counters.put("errors", snapshot.handlerErrors());
		return counters;
	}

	/**
	 * Sends each message to everybody on the same path.
	 */
	private static final class Fanout implements BiConsumer<Connection, Message> {

		private final AtomicReference<AeroServer> server = new AtomicReference<>();

		@Override
		public void accept(Connection sender, Message message) {
			Objects.requireNonNull(this.server.get())
				.connections()
				.broadcast(PreparedMessage.of(message),
						(connection) -> connection.handshake().pathPattern().equals(FANOUT));
		}

	}

}
