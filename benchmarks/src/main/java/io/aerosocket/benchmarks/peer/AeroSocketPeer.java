package io.aerosocket.benchmarks.peer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;
import io.aerosocket.server.AeroServer;
import io.aerosocket.telemetry.EngineSnapshot;

/**
 * The engine alone, without Spring, with its defaults.
 */
final class AeroSocketPeer implements Peer {

	@Override
	public String name() {
		return "aerosocket";
	}

	@Override
	public String version() {
		return version("engine");
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
				.connection((connection) -> connection.maxMessageSize(MAX_MESSAGE_BYTES)))
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
