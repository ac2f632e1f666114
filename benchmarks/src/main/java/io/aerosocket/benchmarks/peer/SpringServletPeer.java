package io.aerosocket.benchmarks.peer;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.springframework.boot.web.server.servlet.ServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.SpringVersion;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.springframework.web.socket.server.RequestUpgradeStrategy;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/**
 * Spring's WebSocket support in a servlet container, set up as Spring Boot would do it
 * but without auto-configuration, so that the containers on the class path do not meet.
 */
final class SpringServletPeer implements Peer {

	private final String name;

	private final String container;

	private final Function<PeerSettings, ServletWebServerFactory> server;

	private final RequestUpgradeStrategy upgrade;

	SpringServletPeer(String name, String container, Function<PeerSettings, ServletWebServerFactory> server,
			RequestUpgradeStrategy upgrade) {
		this.name = name;
		this.container = container;
		this.server = server;
		this.upgrade = upgrade;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String version() {
		return "Spring WebSocket " + SpringVersion.getVersion() + " in " + this.container;
	}

	@Override
	public RunningPeer start(PeerSettings settings) {
		AnnotationConfigServletWebServerApplicationContext context = new AnnotationConfigServletWebServerApplicationContext();
		context.registerBean(ServletWebServerFactory.class, () -> this.server.apply(settings));
		context.registerBean(RequestUpgradeStrategy.class, () -> this.upgrade);
		context.register(WebConfiguration.class);
		context.refresh();
		return new RunningPeer(Objects.requireNonNull(context.getWebServer()).getPort(), context::close);
	}

	/**
	 * What a user's configuration would be.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableWebSocket
	static class WebConfiguration implements WebSocketConfigurer {

		private final RequestUpgradeStrategy upgrade;

		WebConfiguration(RequestUpgradeStrategy upgrade) {
			this.upgrade = upgrade;
		}

		@Bean
		DispatcherServlet dispatcherServlet() {
			return new DispatcherServlet();
		}

		@Override
		public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
			register(registry, new Echo(), ECHO);
			register(registry, new Fanout(), FANOUT);
		}

		private void register(WebSocketHandlerRegistry registry, WebSocketHandler handler, String path) {
			registry.addHandler(handler, path)
				.setAllowedOrigins("*")
				.setHandshakeHandler(new DefaultHandshakeHandler(this.upgrade));
		}

	}

	/**
	 * Sends each message back.
	 */
	private static final class Echo extends AbstractWebSocketHandler {

		@Override
		public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) throws IOException {
			session.sendMessage(message);
		}

	}

	/**
	 * Sends each message to everybody on the same path. A session is used by one thread
	 * at a time, as Spring demands.
	 */
	private static final class Fanout extends AbstractWebSocketHandler {

		private final Set<WebSocketSession> everybody = ConcurrentHashMap.newKeySet();

		@Override
		public void afterConnectionEstablished(WebSocketSession session) {
			this.everybody.add(session);
		}

		@Override
		public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
			this.everybody.remove(session);
		}

		@Override
		public void handleMessage(WebSocketSession sender, WebSocketMessage<?> message) {
			this.everybody.forEach((session) -> send(session, message));
		}

		// The session's own lock is the one that Spring's decorator would hold.
		@SuppressWarnings("SynchronizeOnNonFinalField")
		private void send(WebSocketSession session, WebSocketMessage<?> message) {
			try {
				synchronized (session) {
					session.sendMessage(message);
				}
			}
			catch (IOException | IllegalStateException ex) {
				// Who is gone gets nothing more.
				this.everybody.remove(session);
			}
		}

	}

}
