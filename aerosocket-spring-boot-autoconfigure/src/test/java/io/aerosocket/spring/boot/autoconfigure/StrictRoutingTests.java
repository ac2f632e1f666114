package io.aerosocket.spring.boot.autoconfigure;

import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.ApplicationContext;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnError;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Routes, where Jackson fails on properties that a type does not have.
 */
class StrictRoutingTests {

	private static final String MEMBERS = "{\"type\":\"order\",\"id\":7,\"item\":\"tea\"}";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(JacksonAutoConfiguration.class, AeroSocketServerAutoConfiguration.class))
		.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.event-loops=1",
				"aerosocket.server.shutdown.grace-period=1s", "aerosocket.server.subprotocols=json,msgpack,cbor",
				"spring.jackson.deserialization.fail-on-unknown-properties=true")
		.withBean(Orders.class)
		.withBean(Plain.class);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"type":"order","id":7,"item":"tea"}                 | ordered tea
			{"id":"seven","item":"tea","type":"order"}           | ordered tea
			{"type":"else","id":7,"item":"tea"}                  | rest tea
			{"item":"tea"}                                       | rest tea
			{"type":"order","item":"tea","size":1}               | undecodable
			{"type":"order","item":"tea","of":{"type":"x"}}      | undecodable
			""")
	void membersOfTheRouteAreKnown(String message, String reply) {
		run("json", (client) -> assertThat(client.send(message).receive()).isEqualTo(reply));
	}

	@Test
	void theSameInMessagePack() {
		run("msgpack",
				(client) -> assertThat(
						client
							.send(HexFormat.of()
								.parseHex("83" + "a474797065" + "a56f72646572" + "a26964" + "07" + "a46974656d"
										+ "a3746561"))
							.receive())
					.isEqualTo("ordered tea"));
	}

	@Test
	void ofAHandlerWithoutRoutesTheyAreNot() {
		this.runner.run((context) -> {
			try (TestClient client = TestClient.connect(port(context), "/plain")) {
				assertThat(client.send(MEMBERS).receive()).isEqualTo("undecodable");
			}
		});
	}

	private void run(String subprotocol, Conversation conversation) {
		ContextConsumer<ApplicationContext> consumer = (context) -> {
			try (TestClient client = TestClient.connect(port(context), "/orders", "Sec-WebSocket-Protocol",
					subprotocol)) {
				conversation.with(client);
			}
		};
		this.runner.run(consumer::accept);
	}

	private static int port(ApplicationContext context) {
		return context.getBean(AeroServer.class).port();
	}

	/**
	 * What is said.
	 */
	private interface Conversation {

		void with(TestClient client) throws Exception;

	}

	record Part(String name) {

	}

	record Order(String item, Part of) {

	}

	@AeroSocketHandler("/orders")
	static class Orders {

		@OnMessage("order")
		String order(Order order) {
			return "ordered " + order.item();
		}

		@OnMessage
		String rest(Order order) {
			return "rest " + order.item();
		}

		@OnError
		String error() {
			return "undecodable";
		}

	}

	@AeroSocketHandler("/plain")
	static class Plain {

		@OnMessage
		String any(Order order) {
			return "any " + order.item();
		}

		@OnError
		String error() {
			return "undecodable";
		}

	}

}
