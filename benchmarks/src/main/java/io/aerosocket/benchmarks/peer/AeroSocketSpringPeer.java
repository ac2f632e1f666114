package io.aerosocket.benchmarks.peer;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import io.aerosocket.Connections;
import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;
import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.HandlerExecution;
import io.aerosocket.spring.handler.OnMessage;

/**
 * A Spring Boot application with the starter and annotated handlers, which run on the
 * event loop.
 */
final class AeroSocketSpringPeer implements Peer {

	private final String name;

	private final String payload;

	private final Class<?> echo;

	private AeroSocketSpringPeer(String name, String payload, Class<?> echo) {
		this.name = name;
		this.payload = payload;
		this.echo = echo;
	}

	/**
	 * Returns a handler that does what the engine's does: the difference is Spring's.
	 * @return the peer
	 */
	static AeroSocketSpringPeer ofMessages() {
		return new AeroSocketSpringPeer("aerosocket-spring", "Message", MessageEcho.class);
	}

	/**
	 * Returns a handler as most people write it: texts are decoded to strings and encoded
	 * again.
	 * @return the peer
	 */
	static AeroSocketSpringPeer ofStrings() {
		return new AeroSocketSpringPeer("aerosocket-spring-string", "String and byte[]", StringEcho.class);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String version() {
		return AeroSocketPeer.version("starter, handler of " + this.payload) + ", Spring Boot "
				+ SpringBootVersion.getVersion();
	}

	@Override
	public RunningPeer start(PeerSettings settings) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class, this.echo)
			.web(WebApplicationType.NONE)
			.properties("aerosocket.server.port=" + settings.port(),
					"aerosocket.server.transport=" + settings.transport(),
					"aerosocket.server.event-loops=" + settings.threads(), "aerosocket.server.shutdown.grace-period=0s",
					"aerosocket.server.shutdown.drain-window=0s", "spring.main.banner-mode=off")
			.run();
		return new RunningPeer(context.getBean(AeroServer.class).port(), context::close);
	}

	/**
	 * What a user's application class would be.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Fanout.class)
	static class Application {

	}

	/**
	 * Returns the message that came.
	 */
	@AeroSocketHandler(path = ECHO, execution = HandlerExecution.EVENT_LOOP)
	public static class MessageEcho {

		@OnMessage
		public Message echo(Message message) {
			return message;
		}

	}

	/**
	 * Returns the payload that came.
	 */
	@AeroSocketHandler(path = ECHO, execution = HandlerExecution.EVENT_LOOP)
	public static class StringEcho {

		@OnMessage
		public String echo(String text) {
			return text;
		}

		@OnMessage
		public byte[] echo(byte[] data) {
			return data;
		}

	}

	/**
	 * Sends each message to everybody on the same path.
	 */
	@AeroSocketHandler(path = FANOUT, execution = HandlerExecution.EVENT_LOOP)
	public static class Fanout {

		private final Connections connections;

		Fanout(Connections connections) {
			this.connections = connections;
		}

		@OnMessage
		public void send(Message message) {
			this.connections.broadcast(PreparedMessage.of(message),
					(connection) -> connection.handshake().pathPattern().equals(FANOUT));
		}

	}

}
