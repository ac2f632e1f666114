package io.aerosocket.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.ScopeNotActiveException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionAttribute;
import io.aerosocket.HandshakeDecision;
import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.ConnectionScope;
import io.aerosocket.spring.handler.HandlerCallInterceptor;
import io.aerosocket.spring.handler.HandlerExecution;
import io.aerosocket.spring.handler.OnClose;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What belongs to a connection and surrounds its calls, over a socket.
 */
@SpringBootTest(classes = ConnectionScopeTests.Application.class,
		properties = { "aerosocket.server.port=0", "aerosocket.server.event-loops=1",
				"aerosocket.server.execution.mdc=true", "spring.main.web-application-type=none" })
class ConnectionScopeTests {

	private static final ConnectionAttribute<List<String>> ORDER = ConnectionAttribute.of("order");

	private static final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

	private final List<TestClient> clients = new ArrayList<>();

	@LocalAeroSocketPort
	private int port;

	@Autowired
	private Cart cart;

	@Autowired
	private ObjectProvider<Connection> connections;

	@AfterEach
	void disconnect() {
		this.clients.forEach(TestClient::close);
	}

	@Test
	void eachConnectionHasItsOwnBeanOnWhicheverThread() throws Exception {
		TestClient first = connect("/cart");
		TestClient second = connect("/cart");
		assertThat(first.send("tea").receive()).isEqualTo("worker [tea]");
		assertThat(first.send(new byte[] { 1 }).receive()).isEqualTo("loop [tea, 1]");
		assertThat(second.send("rum").receive()).isEqualTo("worker [rum]");
		assertThat(first.send("jam").receive()).isEqualTo("worker [tea, 1, jam]");
	}

	@Test
	void itIsDestroyedAfterOnClose() throws Exception {
		ends.clear();
		TestClient client = connect("/cart");
		client.send("tea").receive();
		client.sendClose();
		assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo("closed with [tea]");
		assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo("destroyed [tea]");
	}

	@Test
	void itIsDestroyedOffTheEventLoopWithoutOnClose() throws Exception {
		ends.clear();
		TestClient client = connect("/plain");
		client.send("tea").receive();
		client.close();
		assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo("destroyed [tea]");
	}

	@Test
	void outsideOfACallThereIsNone() {
		assertThatExceptionOfType(ScopeNotActiveException.class).isThrownBy(() -> this.cart.add("tea"))
			.withMessageMatching("The bean '\\S+Cart' belongs to a connection, but this thread is not in a method of an"
					+ " @AeroSocketHandler\\. .*")
			.havingRootCause()
			.isInstanceOf(IllegalStateException.class)
			.withMessageContaining("is not in a method of an @AeroSocketHandler");
		assertThatExceptionOfType(ScopeNotActiveException.class).isThrownBy(this.connections::getObject)
			.withMessageContaining("A Connection is injected into beans with @ConnectionScope only");
		assertThat(this.connections.getIfAvailable()).isNull();
	}

	@Test
	void itsConnectionCanBeInjectedAndIsLeftOpen() throws Exception {
		TestClient client = connect("/named/one");
		assertThat(client.send("x").receive()).isEqualTo("/named/one true");
		TestClient other = connect("/named/two");
		assertThat(other.send("x").receive()).isEqualTo("/named/two true");
		assertThat(client.send("x").receive()).isEqualTo("/named/one true");
	}

	@Test
	void onlyBeansOfTheApplicationMakeCallsBindTheConnection() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class))
			.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.event-loops=1")
			.withBean(AskingHandler.class)
			.run((context) -> {
				try (TestClient client = TestClient.connect(context.getBean(AeroServer.class).port(), "/asking")) {
					assertThat(client.send("x").receive()).isEqualTo("null");
				}
			});
	}

	@Test
	void theLoggingContextNamesTheConnectionDuringACall() throws Exception {
		TestClient client = connect("/log/x");
		assertThat(client.send("worker").receive()).matches("[a-z0-9]+ /log/x true");
		assertThat(client.send(new byte[1]).receive()).matches("[a-z0-9]+ /log/x true");
	}

	@Test
	void interceptorsOfHandshakesAndCallsComeInTheirOrder() throws Exception {
		assertThat(connect("/order").send("x").receive())
			.isEqualTo("[first handshake, second handshake, first call, second call]");
	}

	private TestClient connect(String path) {
		TestClient client = TestClient.connect(this.port, path);
		this.clients.add(client);
		return client;
	}

	private static String thread() {
		return Thread.currentThread().getName().contains("worker") ? "worker" : "loop";
	}

	@Import({ Cart.class, CartHandler.class, PlainHandler.class, LogHandler.class, OrderHandler.class, Name.class,
			NamedHandler.class })
	@ImportAutoConfiguration(AeroSocketServerAutoConfiguration.class)
	static class Application {

		@Bean
		@Order(2)
		HandshakeInterceptor secondHandshake() {
			return handshake("second handshake");
		}

		@Bean
		@Order(1)
		HandshakeInterceptor firstHandshake() {
			return handshake("first handshake");
		}

		@Bean
		@Order(2)
		HandlerCallInterceptor secondCall() {
			return call("second call");
		}

		@Bean
		@Order(1)
		HandlerCallInterceptor firstCall() {
			return call("first call");
		}

		private static HandshakeInterceptor handshake(String name) {
			return (handshake) -> {
				handshake.getOrCreate(ORDER, ArrayList::new).add(name);
				return HandshakeDecision.accept().now();
			};
		}

		private static HandlerCallInterceptor call(String name) {
			return (call) -> {
				call.connection().getOrCreate(ORDER, ArrayList::new).add(name);
				return call.proceed();
			};
		}

	}

	@ConnectionScope
	static class Cart {

		private final List<String> items = new ArrayList<>();

		String add(String item) {
			this.items.add(item);
			return this.items.toString();
		}

		String items() {
			return this.items.toString();
		}

		@PreDestroy
		void destroy() {
			ends.add("destroyed " + this.items + (thread().equals("loop") ? " on the event loop" : ""));
		}

	}

	@AeroSocketHandler("/cart")
	static class CartHandler {

		private final Cart cart;

		CartHandler(Cart cart) {
			this.cart = cart;
		}

		@OnMessage
		String worker(String item) {
			return thread() + " " + this.cart.add(item);
		}

		@OnMessage(execution = HandlerExecution.EVENT_LOOP)
		String loop(byte[] item) {
			return thread() + " " + this.cart.add(String.valueOf(item[0]));
		}

		@OnClose
		void close() {
			ends.add("closed with " + this.cart.items());
		}

	}

	@AeroSocketHandler(path = "/plain", execution = HandlerExecution.EVENT_LOOP)
	static class PlainHandler {

		private final Cart cart;

		PlainHandler(Cart cart) {
			this.cart = cart;
		}

		@OnMessage
		String add(String item) {
			return this.cart.add(item);
		}

	}

	@ConnectionScope
	static class Name {

		private final Connection connection;

		private final ObjectProvider<Connection> same;

		Name(Connection connection, ObjectProvider<Connection> same) {
			this.connection = connection;
			this.same = same;
		}

		String name() {
			return this.connection.handshake().path() + " " + (this.same.getObject() == this.connection);
		}

	}

	@AeroSocketHandler("/named/{name}")
	static class NamedHandler {

		private final Name name;

		NamedHandler(Name name) {
			this.name = name;
		}

		@OnMessage
		String name(String text) {
			return this.name.name();
		}

	}

	@AeroSocketHandler("/asking")
	static class AskingHandler {

		private final ObjectProvider<Connection> connection;

		AskingHandler(ObjectProvider<Connection> connection) {
			this.connection = connection;
		}

		@OnMessage
		String ask(String text) {
			return String.valueOf(this.connection.getIfAvailable());
		}

	}

	@AeroSocketHandler("/log/{name}")
	static class LogHandler {

		@OnMessage
		String worker(String text, Connection connection) {
			return context(connection);
		}

		@OnMessage(execution = HandlerExecution.EVENT_LOOP)
		String loop(byte[] data, Connection connection) {
			return context(connection);
		}

		private static String context(Connection connection) {
			String id = MDC.get("aerosocket.connection");
			return id + " " + MDC.get("aerosocket.path") + " " + connection.id().equals(id);
		}

	}

	@AeroSocketHandler("/order")
	static class OrderHandler {

		@OnMessage
		String order(String text, Connection connection) {
			return String.valueOf(connection.get(ORDER));
		}

	}

}
