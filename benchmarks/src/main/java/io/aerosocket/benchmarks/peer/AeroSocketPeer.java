package io.aerosocket.benchmarks.peer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

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

	private static final ConnectionHandler ECHO_BACK = ConnectionHandler.of(Connection::send);

	private final String name;

	private final CompressionMode compression;

	private final ConnectionHandler echo;

	private AeroSocketPeer(String name, CompressionMode compression, ConnectionHandler echo) {
		this.name = name;
		this.compression = compression;
		this.echo = echo;
	}

	/**
	 * Returns the engine with its defaults.
	 * @return the peer
	 */
	static AeroSocketPeer plain() {
		return new AeroSocketPeer("aerosocket", CompressionMode.OFF, ECHO_BACK);
	}

	/**
	 * Returns the engine with compression for those who offer it, without contexts.
	 * @return the peer
	 */
	static AeroSocketPeer compressing() {
		return new AeroSocketPeer("aerosocket-deflate", CompressionMode.SHARED, ECHO_BACK);
	}

	/**
	 * Returns the engine with compression for those who offer it, and a context for each
	 * connection.
	 * @return the peer
	 */
	static AeroSocketPeer compressingInContext() {
		return new AeroSocketPeer("aerosocket-deflate-dedicated", CompressionMode.DEDICATED, ECHO_BACK);
	}

	/**
	 * Returns the engine with Jackson, as one writes it by hand: the text is read into an
	 * object, which is written as the answer.
	 * @return the peer, which echoes {@code json}
	 */
	static AeroSocketPeer withJackson() {
		JsonMapper mapper = JsonMapper.builder().build();
		ObjectReader reader = mapper.readerFor(Order.class);
		ObjectWriter writer = mapper.writerFor(Order.class);
		return new AeroSocketPeer("aerosocket-json", CompressionMode.OFF,
				ConnectionHandler.of((connection, message) -> {
					Order order = reader.readValue(((Message.Text) message).text());
					connection.sendText(writer.writeValueAsString(order));
				}));
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
			.route(ECHO, this.echo)
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
