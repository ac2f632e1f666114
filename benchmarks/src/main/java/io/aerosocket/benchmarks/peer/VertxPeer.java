package io.aerosocket.benchmarks.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.transport.Transport;

/**
 * Vert.x with a server instance for each event loop. Its echo returns the frames that
 * came, which is the shortest way through it.
 */
final class VertxPeer implements Peer {

	private static final int STOP_AT_MOST_SECONDS = 10;

	@Override
	public String name() {
		return "vertx";
	}

	@Override
	public String version() {
		return "Vert.x " + Peer.versionOf(Vertx.class) + " on " + NettyServer.version();
	}

	@Override
	public RunningPeer start(PeerSettings settings) throws Exception {
		Vertx vertx = Vertx.builder()
			.with(new VertxOptions().setEventLoopPoolSize(settings.threads()))
			.withTransport(transport(settings))
			.build();
		HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1")
			.setPort((settings.port() > 0) ? settings.port() : freePort())
			.setTcpNoDelay(true)
			.setAcceptBacklog(NettyServer.BACKLOG)
			.setPerMessageWebSocketCompressionSupported(false)
			.setPerFrameWebSocketCompressionSupported(false)
			.setMaxWebSocketFrameSize(MAX_MESSAGE_BYTES)
			.setMaxWebSocketMessageSize(MAX_MESSAGE_BYTES);
		Set<ServerWebSocket> everybody = ConcurrentHashMap.newKeySet();
		List<HttpServer> servers = new ArrayList<>();
		vertx
			.deployVerticle(() -> new EchoAndFanout(options, everybody, servers),
					new DeploymentOptions().setInstances(settings.threads()))
			.toCompletionStage()
			.toCompletableFuture()
			.get(STOP_AT_MOST_SECONDS, TimeUnit.SECONDS);
		return new RunningPeer(servers.get(0).actualPort(),
				() -> vertx.close().toCompletionStage().toCompletableFuture().join());
	}

	private static Transport transport(PeerSettings settings) {
		return switch (NettyServer.transport(settings.transport())) {
			case IO_URING -> Transport.IO_URING;
			case EPOLL -> Transport.EPOLL;
			case KQUEUE -> Transport.KQUEUE;
			case AUTO, NIO, CUSTOM -> Transport.NIO;
		};
	}

	/**
	 * Finds a free port: all instances listen on one, so that port 0 would not do.
	 * @return the port
	 * @throws IOException if there is none
	 */
	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/**
	 * What runs on each event loop.
	 */
	private static final class EchoAndFanout extends AbstractVerticle {

		private final HttpServerOptions options;

		private final Set<ServerWebSocket> everybody;

		private final List<HttpServer> servers;

		EchoAndFanout(HttpServerOptions options, Set<ServerWebSocket> everybody, List<HttpServer> servers) {
			this.options = options;
			this.everybody = everybody;
			this.servers = servers;
		}

		@Override
		public void start(Promise<Void> started) {
			HttpServer server = this.vertx.createHttpServer(this.options).webSocketHandler(this::open);
			synchronized (this.servers) {
				this.servers.add(server);
			}
			server.listen().<Void>mapEmpty().onComplete(started);
		}

		private void open(ServerWebSocket socket) {
			if (!socket.path().equals(FANOUT)) {
				socket.frameHandler((frame) -> answer(socket, frame));
				return;
			}
			this.everybody.add(socket);
			socket.closeHandler((nothing) -> this.everybody.remove(socket));
			socket.textMessageHandler((text) -> this.everybody.forEach((member) -> member.writeTextMessage(text)));
			socket.binaryMessageHandler((data) -> this.everybody.forEach((member) -> member.writeBinaryMessage(data)));
		}

		private static void answer(ServerWebSocket socket, WebSocketFrame frame) {
			if (!frame.isClose() && !frame.isPing()) {
				socket.writeFrame(frame);
			}
		}

	}

}
