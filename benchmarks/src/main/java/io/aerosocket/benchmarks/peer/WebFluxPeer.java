package io.aerosocket.benchmarks.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import org.reactivestreams.Publisher;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.SpringVersion;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.support.WebSocketHandlerAdapter;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.WebsocketServerSpec;

/**
 * Spring WebFlux on Reactor Netty.
 */
final class WebFluxPeer implements Peer {

	@Override
	public String name() {
		return "webflux";
	}

	@Override
	public String version() {
		return "Spring WebFlux " + SpringVersion.getVersion() + ", Reactor Netty " + Peer.versionOf(HttpServer.class)
				+ " on " + NettyServer.version();
	}

	@Override
	public RunningPeer start(PeerSettings settings) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(WebConfiguration.class);
		EventLoopGroup loops = NettyServer.group(settings);
		DisposableServer server = HttpServer.create()
			.bindAddress(() -> new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()))
			.option(ChannelOption.SO_BACKLOG, NettyServer.BACKLOG)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.runOn(loops)
			.handle(new ReactorHttpHandlerAdapter(WebHttpHandlerBuilder.applicationContext(context).build()))
			.bindNow();
		return new RunningPeer(server.port(), () -> {
			server.disposeNow();
			loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
			context.close();
		});
	}

	/**
	 * What a user's configuration would be.
	 */
	@Configuration(proxyBeanMethods = false)
	static class WebConfiguration {

		@Bean(WebHttpHandlerBuilder.WEB_HANDLER_BEAN_NAME)
		DispatcherHandler webHandler() {
			return new DispatcherHandler();
		}

		@Bean
		HandlerMapping paths() {
			return new SimpleUrlHandlerMapping(Map.of(ECHO, new Echo(), FANOUT, new Fanout()), 0);
		}

		@Bean
		WebSocketHandlerAdapter webSocketHandlerAdapter() {
			return new WebSocketHandlerAdapter(new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy(
					() -> WebsocketServerSpec.builder().compress(false).maxFramePayloadLength(MAX_MESSAGE_BYTES))));
		}

	}

	/**
	 * Sends each message back as it came.
	 */
	private static final class Echo implements WebSocketHandler {

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			return session.send(session.receive().doOnNext(WebSocketMessage::retain));
		}

	}

	/**
	 * Sends each message to everybody on the same path, as views of the same bytes.
	 */
	private static final class Fanout implements WebSocketHandler {

		private final Sinks.Many<Post> posts = Sinks.many().multicast().directBestEffort();

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			Publisher<WebSocketMessage> outgoing = this.posts.asFlux()
				.onBackpressureBuffer()
				.map((post) -> new WebSocketMessage(post.type(), session.bufferFactory().wrap(post.payload())));
			Flux<WebSocketMessage> incoming = session.receive()
				.doOnNext((message) -> this.posts.emitNext(Post.of(message), Sinks.EmitFailureHandler.FAIL_FAST));
			return Mono.firstWithSignal(session.send(outgoing), incoming.then());
		}

	}

	/**
	 * A message on its way to everybody.
	 *
	 * @param type text or binary
	 * @param payload its bytes
	 */
	@SuppressWarnings("ArrayRecordComponent") // nobody compares posts
	private record Post(WebSocketMessage.Type type, byte[] payload) {

		static Post of(WebSocketMessage message) {
			DataBuffer buffer = message.getPayload();
			byte[] payload = new byte[buffer.readableByteCount()];
			buffer.read(payload);
			return new Post(message.getType(), payload);
		}

	}

}
