package io.aerosocket.benchmarks.peer;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
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
import io.aerosocket.spring.boot.autoconfigure.actuate.AeroSocketMeters;
import io.aerosocket.spring.boot.autoconfigure.actuate.AeroSocketMetricsAutoConfiguration;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;

/**
 * A Spring Boot application with the starter and annotated handlers, which run on the
 * event loop, on workers or on virtual threads.
 */
final class AeroSocketSpringPeer implements Peer {

	private static final String EVENT_LOOP = "event-loop";

	private static final String WORKER = "worker";

	private static final String VIRTUAL_THREAD = "virtual-thread";

	private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

	private final String name;

	private final String payload;

	private final Class<?> echo;

	private final String execution;

	private final boolean metered;

	private AeroSocketSpringPeer(String name, String payload, Class<?> echo, String execution) {
		this(name, payload, echo, execution, false);
	}

	private AeroSocketSpringPeer(String name, String payload, Class<?> echo, String execution, boolean metered) {
		this.name = name;
		this.payload = payload;
		this.echo = echo;
		this.execution = execution;
		this.metered = metered;
	}

	/**
	 * Returns a handler that does what the engine's does: the difference is Spring's.
	 * @return the peer
	 */
	static AeroSocketSpringPeer ofMessages() {
		return new AeroSocketSpringPeer("aerosocket-spring", "Message", MessageEcho.class, EVENT_LOOP);
	}

	/**
	 * Returns a handler as most people write it: texts are decoded to strings and encoded
	 * again.
	 * @return the peer
	 */
	static AeroSocketSpringPeer ofStrings() {
		return new AeroSocketSpringPeer("aerosocket-spring-string", "String and byte[]", StringEcho.class, EVENT_LOOP);
	}

	/**
	 * Returns a handler of objects, which are read from JSON and written as JSON.
	 * @return the peer, which echoes {@code json}
	 */
	static AeroSocketSpringPeer ofRecords() {
		return new AeroSocketSpringPeer("aerosocket-spring-json", "a record", RecordEcho.class, EVENT_LOOP);
	}

	/**
	 * Returns the same as {@link #ofMessages()} with a virtual thread for each
	 * connection's messages.
	 * @return the peer, which needs a JDK that has virtual threads
	 */
	static AeroSocketSpringPeer onVirtualThreads() {
		return new AeroSocketSpringPeer("aerosocket-spring-vt", "Message on virtual threads", MessageEcho.class,
				VIRTUAL_THREAD);
	}

	/**
	 * Returns the same as {@link #ofMessages()} on the worker pool.
	 * @return the peer
	 */
	static AeroSocketSpringPeer onWorkers() {
		return new AeroSocketSpringPeer("aerosocket-spring-worker", "Message on workers", MessageEcho.class, WORKER);
	}

	/**
	 * Returns the same as {@link #ofMessages()} with all meters, on a registry for
	 * Prometheus: the difference is what metrics cost.
	 * @return the peer
	 */
	static AeroSocketSpringPeer withMeters() {
		return new AeroSocketSpringPeer("aerosocket-spring-meters", "Message with all meters", MessageEcho.class,
				EVENT_LOOP, true);
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
		if (this.execution.equals(VIRTUAL_THREAD)) {
			Peer.requireJava(this.name, FIRST_WITH_VIRTUAL_THREADS);
		}
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class, this.echo)
			.web(WebApplicationType.NONE)
			.properties("aerosocket.server.port=" + settings.port(),
					"aerosocket.server.transport=" + settings.transport(),
					"aerosocket.server.event-loops=" + settings.threads(),
					"aerosocket.server.backlog=" + NettyServer.BACKLOG,
					"aerosocket.server.message.max-size=" + MAX_MESSAGE_BYTES + "B",
					"aerosocket.server.execution.mode=" + this.execution, "aerosocket.server.shutdown.grace-period=0s",
					"aerosocket.server.shutdown.drain-window=0s", "spring.main.banner-mode=off",
					"spring.autoconfigure.exclude="
							+ (this.metered ? "" : AeroSocketMetricsAutoConfiguration.class.getName()))
			.run();
		if (this.metered) {
			// Throws if there are none, so that nothing else is measured by mistake.
			context.getBean(PrometheusMeterRegistry.class).get(AeroSocketMeters.FLUSH.getName()).timer();
		}
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
	@AeroSocketHandler(ECHO)
	public static class MessageEcho {

		@OnMessage
		public Message echo(Message message) {
			return message;
		}

	}

	/**
	 * Returns the payload that came.
	 */
	@AeroSocketHandler(ECHO)
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
	 * Returns the object that came.
	 */
	@AeroSocketHandler(ECHO)
	public static class RecordEcho {

		@OnMessage
		public Order echo(Order order) {
			return order;
		}

	}

	/**
	 * Sends each message to everybody on the same path.
	 */
	@AeroSocketHandler(FANOUT)
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
