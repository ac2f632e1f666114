package io.aerosocket.spring.boot.autoconfigure;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.fasterxml.jackson.annotation.JsonTypeName;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

import io.aerosocket.Message;
import io.aerosocket.codec.Encoder;
import io.aerosocket.codec.MessageOutput;
import io.aerosocket.spring.codec.MessagePackCodec;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.AeroSocketHandlers;
import io.aerosocket.spring.handler.FaultReason;
import io.aerosocket.spring.handler.HandlerExecution;
import io.aerosocket.spring.handler.OnError;
import io.aerosocket.spring.handler.OnMessage;
import io.aerosocket.spring.handler.OnOpen;
import io.aerosocket.spring.handler.UnknownRouteException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several methods of a handler over one connection, chosen by what messages say of
 * themselves.
 */
@SpringBootTest(classes = RoutingTests.Application.class,
		properties = { "aerosocket.server.port=0", "aerosocket.server.event-loops=1",
				"aerosocket.server.subprotocols=json,msgpack,cbor", "spring.main.web-application-type=none" })
class RoutingTests {

	private static final String UNKNOWN = "\"code\":\"unknown-route\",\"message\":\"route: one that no method is for\"}";

	@LocalAeroSocketPort
	private int port;

	@Autowired
	private AeroSocketHandlers handlers;

	private TestClient client;

	@AfterEach
	void disconnect() {
		if (this.client != null) {
			this.client.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "json", "msgpack", "cbor" })
	void routeChoosesTheMethodWhereverItStands(String codec) throws Exception {
		connect("/flat", codec);
		send(codec, "{\"type\":\"order.create\",\"item\":\"tea\",\"count\":2}");
		assertThat(receive(codec)).isEqualTo("{\"text\":\"created tea 2\"}");
		send(codec, "{\"item\":\"tea\",\"more\":{\"type\":\"x\",\"deep\":[[1],{}]},\"type\":\"order.cancel\"}");
		assertThat(receive(codec)).isEqualTo("{\"text\":\"cancelled tea\"}");
		send(codec, "{\"type\":\"order.drop\",\"item\":\"tea\"}");
		assertThat(receive(codec)).isEqualTo("{\"text\":\"cancelled tea\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "json", "msgpack", "cbor" })
	void unknownRouteIsAnsweredWithItsId(String codec) throws Exception {
		long before = count(FaultReason.UNKNOWN_ROUTE);
		connect("/flat", codec);
		send(codec, "{\"type\":\"order.eat\",\"id\":7,\"secret\":1}");
		assertThat(receive(codec)).isEqualTo("{\"type\":\"error\",\"id\":7," + UNKNOWN);
		send(codec, "{\"id\":\"a\"}");
		assertThat(receive(codec)).isEqualTo("{\"type\":\"error\",\"id\":\"a\",\"code\":\"unknown-route\","
				+ "\"message\":\"route: none (expected: the name of one)\"}");
		send(codec, "[1]");
		assertThat(receive(codec)).startsWith("{\"type\":\"error\",\"code\":\"unknown-route\"");
		assertThat(count(FaultReason.UNKNOWN_ROUTE)).isEqualTo(before + 3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "json", "msgpack", "cbor" })
	void envelopeHoldsThePayloadAndTheReply(String codec) throws Exception {
		connect("/enveloped", codec);
		send(codec, "{\"id\":9007199254740993,\"payload\":{\"item\":\"tea\",\"count\":2},\"kind\":\"order.create\"}");
		assertThat(receive(codec))
			.isEqualTo("{\"kind\":\"order.create\",\"id\":9007199254740993,\"payload\":{\"text\":\"created tea 2\"}}");
		send(codec, "{\"kind\":\"say\",\"id\":\"x\",\"payload\":\"hello\"}");
		assertThat(receive(codec)).isEqualTo("{\"kind\":\"say\",\"id\":\"x\",\"payload\":\"said hello\"}");
		send(codec, "{\"kind\":\"say\",\"payload\":\"€\"}");
		assertThat(receive(codec)).isEqualTo("{\"kind\":\"say\",\"payload\":\"said €\"}");
		send(codec, "{\"kind\":\"ping\",\"id\":null}");
		assertThat(receive(codec)).isEqualTo("{\"kind\":\"ping\",\"payload\":7}");
	}

	@Test
	void stagesAndStreamsAnswerInTheEnvelopeToo() throws Exception {
		connect("/enveloped", "json");
		this.client.send("{\"kind\":\"later\",\"id\":1,\"payload\":\"a\"}");
		assertThat(this.client.receive()).isEqualTo("{\"kind\":\"later\",\"id\":1,\"payload\":\"later a\"}");
		this.client.send("{\"kind\":\"many\",\"id\":2}");
		for (int i = 0; i < 3; i++) {
			assertThat(this.client.receive()).isEqualTo("{\"kind\":\"many\",\"id\":2,\"payload\":" + i + "}");
		}
		this.client.send("{\"kind\":\"any\",\"id\":3}");
		assertThat(this.client.receive()).isEqualTo("{\"kind\":\"any\",\"id\":3,\"payload\":\"text\"}");
		assertThat(this.client.send("{\"kind\":\"whole\",\"id\":4}").receive())
			.isEqualTo("{\"kind\":\"whole\",\"id\":4}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "json", "msgpack", "cbor" })
	void whatErrorMethodsAnswerIsInAnEnvelopeWithTheIdOfTheMessage(String codec) throws Exception {
		connect("/caught", codec);
		assertThat(receive(codec)).isEqualTo("{\"type\":\"open\",\"payload\":\"welcome\"}");
		send(codec, "{\"type\":\"fail\",\"id\":7,\"payload\":\"boom\"}");
		assertThat(receive(codec)).isEqualTo("{\"type\":\"error\",\"id\":7,\"payload\":{\"text\":\"failed: boom\"}}");
		send(codec, "{\"type\":\"fail-later\",\"id\":\"x\",\"payload\":\"bang\"}");
		assertThat(receive(codec))
			.isEqualTo("{\"type\":\"error\",\"id\":\"x\",\"payload\":{\"text\":\"failed: bang\"}}");
		send(codec, "{\"type\":\"fail\",\"payload\":\"boom\"}");
		assertThat(receive(codec)).isEqualTo("{\"type\":\"error\",\"payload\":{\"text\":\"failed: boom\"}}");
		send(codec, "{\"type\":\"eat\",\"id\":8}");
		assertThat(receive(codec)).isEqualTo("{\"type\":\"error\",\"id\":8,\"payload\":\"no eat\"}");
		send(codec, "{\"type\":\"fail\",\"id\":9,\"payload\":{}}");
		assertThat(receive(codec))
			.startsWith("{\"type\":\"error\",\"id\":9,\"payload\":{\"text\":\"failed: payload: not");
	}

	@Test
	void whatIsSentBesideTheMessagesIsInAnEnvelopeByItsName() throws Exception {
		connect("/opened", "json");
		assertThat(this.client.receive()).isEqualTo("{\"type\":\"circle\",\"payload\":{\"radius\":1}}");
		assertThat(this.client.receive()).isEqualTo("{\"type\":\"error\",\"payload\":\"ended\"}");
		this.client.send("{\"type\":\"double\",\"id\":1,\"payload\":{\"radius\":2}}");
		assertThat(this.client.receive()).isEqualTo("{\"type\":\"double\",\"payload\":{\"radius\":4}}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"kind":"say","kind":"ping","payload":"x"}  | payload: member 'kind' stands there twice
			{"kind":"say","payload":"x","payload":"y"}  | payload: member 'payload' stands there twice
			{"kind":"ping","id":1,"id":2}               | payload: member 'id' stands there twice
			{"kind":"ping","id":{}}                     | payload: member 'id' is neither a whole number nor
			{"kind":"ping","id":1.5}                    | payload: member 'id' is neither a whole number nor
			{"kind":7}                                  | payload: member 'kind' is not a text of at most 128
			{"kind":"say","payload":"x"} {}             | payload: not the expected JSON
			{"kind":"say","payload":"x"                 | payload: not the expected JSON
			{"kind":"say"}                              | payload: not the expected JSON
			{"kind":"say","payload":{"a":1}}            | payload: not the expected JSON
			{"kind":"say","payload":null}               | payload: null
			""")
	void hostileEnvelopesAreRefused(String message, String expected) throws Exception {
		long before = count(FaultReason.UNDECODABLE);
		connect("/enveloped", "json");
		assertThat(this.client.send(message).receive()).startsWith("close 1007 " + expected);
		assertThat(count(FaultReason.UNDECODABLE)).isEqualTo(before + 1);
	}

	@Test
	void hugeRoutesAndIdsAreRefusedAndNotSentBack() throws Exception {
		String huge = "x".repeat(100_000);
		connect("/enveloped", "json");
		assertThat(this.client.send("{\"kind\":\"" + huge + "\"}").receive()).hasSizeLessThan(130)
			.startsWith("close 1007");
		connect("/enveloped", "json");
		assertThat(this.client.send("{\"kind\":\"ping\",\"id\":\"" + huge + "\"}").receive()).startsWith("close 1007");
		connect("/enveloped", "json");
		assertThat(this.client.send("{\"kind\":\"ping\",\"id\":" + "9".repeat(900) + "}").receive())
			.startsWith("close 1007");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[", "{\"a\":" })
	void hostileNestingIsRefused(String opening) throws Exception {
		connect("/flat", "json");
		assertThat(this.client.send("{\"x\":" + opening.repeat(20_000)).receive())
			.startsWith("close 1007 payload: not the expected JSON");
	}

	@Test
	void invalidPayloadOfARouteCloses() throws Exception {
		long before = count(FaultReason.INVALID);
		connect("/flat", "json");
		assertThat(this.client.send("{\"type\":\"order.create\",\"item\":\"tea\",\"count\":0}").receive())
			.startsWith("close 1008 payload: count");
		assertThat(count(FaultReason.INVALID)).isEqualTo(before + 1);
	}

	@Test
	void methodWithoutRouteTakesTheRest() throws Exception {
		connect("/rest", "json");
		assertThat(this.client.send("{\"type\":\"known\"}").receive()).isEqualTo("known {\"type\":\"known\"}");
		assertThat(this.client.send("{\"type\":\"other\"}").receive()).isEqualTo("rest {\"type\":\"other\"}");
		assertThat(this.client.send("ping").receive()).isEqualTo("rest ping");
		assertThat(this.client.send(new byte[] { 7 }).receive()).isEqualTo("07");
	}

	@Test
	void methodWithoutRouteTakesWhatIsNoJsonBehindTheRoute() throws Exception {
		connect("/rest-of-objects", "json");
		assertThat(this.client.send("{\"type\":\"known\",\"text\":\"a\"}").receive()).isEqualTo("known a");
		assertThat(this.client.send("{\"type\":\"known\",\"text\":").receive())
			.isEqualTo("rest {\"type\":\"known\",\"text\":");
		assertThat(this.client.send("{\"type\":\"known\",\"type\":\"x\"}").receive())
			.isEqualTo("rest {\"type\":\"known\",\"type\":\"x\"}");
		assertThat(this.client.send("{\"type\":\"known\",\"text\":{}}").receive()).startsWith("close 1007");
	}

	@Test
	void trailingDataIsRefusedWhereverTheRouteStands() throws Exception {
		for (String message : List.of("{\"type\":\"order.cancel\",\"item\":\"tea\"} {}",
				"{\"item\":\"tea\",\"type\":\"order.cancel\"} {}",
				"{\"type\":\"order.cancel\",\"item\":\"tea\",\"type\":\"order.drop\"}")) {
			connect("/flat", "json");
			assertThat(this.client.send(message).receive()).startsWith("close 1007 payload: ");
		}
	}

	@Test
	void typesAreRoutesByTheirJsonTypeName() throws Exception {
		connect("/types", "json");
		assertThat(this.client.send("{\"type\":\"circle\",\"radius\":2}").receive()).isEqualTo("circle 2");
		assertThat(this.client.send("{\"type\":\"square\",\"side\":3}").receive()).isEqualTo("square 3");
	}

	@Test
	void errorMethodsSeeUnknownRoutes() throws Exception {
		connect("/handled", "json");
		assertThat(this.client.send("{\"type\":\"b\"}").receive()).isEqualTo("no b");
	}

	private long count(FaultReason reason) {
		return this.handlers.faults().count(reason);
	}

	private void connect(String path, String codec) {
		disconnect();
		this.client = TestClient.connect(this.port, path, "Sec-WebSocket-Protocol", codec);
	}

	@SuppressWarnings("unchecked")
	private void send(String codec, String json) {
		JsonNode tree = JsonMapper.shared().readTree(json);
		switch (codec) {
			case "json" -> this.client.send(json);
			case "cbor" -> this.client.send(CBORMapper.shared().writeValueAsBytes(tree));
			default -> {
				MessageOutput output = new MessageOutput();
				((Encoder<Object>) new MessagePackCodec(JsonMapper.shared()).encoder(JsonNode.class)).encode(tree,
						output);
				this.client.send(output.toByteArray());
			}
		}
	}

	private String receive(String codec) throws Exception {
		String message = this.client.receive();
		if (codec.equals("json")) {
			return message;
		}
		byte[] payload = HexFormat.of().parseHex(message);
		return codec.equals("cbor") ? CBORMapper.shared().readTree(payload).toString()
				: new MessagePackCodec(JsonMapper.shared()).decoder(JsonNode.class)
					.decode(Message.binary(payload))
					.toString();
	}

	@Import({ FlatHandler.class, EnvelopedHandler.class, RestHandler.class, TypesHandler.class, HandledHandler.class,
			CaughtHandler.class, OpenedHandler.class, RestOfObjectsHandler.class })
	@ImportAutoConfiguration({ AeroSocketServerAutoConfiguration.class, JacksonAutoConfiguration.class,
			ValidationAutoConfiguration.class })
	static class Application {

	}

	record Order(String item, @Positive int count) {

	}

	record Cancellation(String item) {

	}

	record Text(String text) {

	}

	@AeroSocketHandler(path = "/flat", execution = HandlerExecution.EVENT_LOOP)
	public static class FlatHandler {

		@OnMessage("order.create")
		public Text create(@Valid Order order) {
			return new Text("created " + order.item() + " " + order.count());
		}

		@OnMessage({ "order.cancel", "order.drop" })
		public Text cancel(Cancellation cancellation) {
			return new Text("cancelled " + cancellation.item());
		}

	}

	@AeroSocketHandler(path = "/enveloped", routeProperty = "kind", payloadProperty = "payload")
	public static class EnvelopedHandler {

		@OnMessage("order.create")
		public Text create(Order order) {
			return new Text("created " + order.item() + " " + order.count());
		}

		@OnMessage("say")
		public String say(String text) {
			return "said " + text;
		}

		@OnMessage("ping")
		public int ping() {
			return 7;
		}

		@OnMessage("later")
		public CompletionStage<String> later(String text) {
			return CompletableFuture.supplyAsync(() -> "later " + text);
		}

		@OnMessage("many")
		public Flux<Integer> many() {
			return Flux.range(0, 3);
		}

		@OnMessage("any")
		public Object any() {
			return "text";
		}

		@OnMessage("whole")
		public Message whole(Message message) {
			return message;
		}

	}

	@AeroSocketHandler(path = "/rest", subprotocols = "json")
	public static class RestHandler {

		@OnMessage("known")
		public String known(String text) {
			return "known " + text;
		}

		@OnMessage
		public String rest(String text) {
			return "rest " + text;
		}

		@OnMessage
		public byte[] bytes(byte[] data) {
			return data;
		}

	}

	@AeroSocketHandler("/rest-of-objects")
	public static class RestOfObjectsHandler {

		@OnMessage("known")
		public String known(Text text) {
			return "known " + text.text();
		}

		@OnMessage
		public String rest(String text) {
			return "rest " + text;
		}

	}

	@JsonTypeName("circle")
	record Circle(int radius) {

	}

	@JsonTypeName("square")
	record Square(int side) {

	}

	@AeroSocketHandler("/types")
	public static class TypesHandler {

		@OnMessage
		public String circle(Circle circle) {
			return "circle " + circle.radius();
		}

		@OnMessage
		public String square(Square square) {
			return "square " + square.side();
		}

	}

	@AeroSocketHandler(path = "/caught", payloadProperty = "payload")
	public static class CaughtHandler {

		@OnOpen
		public String open() {
			return "welcome";
		}

		@OnMessage("fail")
		public void fail(String text) {
			throw new IllegalStateException(text);
		}

		@OnMessage("fail-later")
		public CompletionStage<String> failLater(String text) {
			return CompletableFuture.supplyAsync(() -> {
				throw new IllegalStateException(text);
			});
		}

		@OnError
		public Text failed(Exception ex) {
			return new Text("failed: " + ex.getMessage());
		}

		@OnError
		public String unknown(UnknownRouteException ex) {
			return "no " + ex.route();
		}

	}

	@AeroSocketHandler(path = "/opened", payloadProperty = "payload")
	public static class OpenedHandler {

		@OnOpen
		public Flux<Circle> circles() {
			return Flux.just(new Circle(1)).concatWith(Flux.error(new IllegalStateException("ended")));
		}

		@OnMessage("double")
		public Flux<Circle> doubled(Flux<Circle> circles) {
			return circles.map((circle) -> new Circle(circle.radius() * 2));
		}

		@OnError
		public String failed(IllegalStateException ex) {
			return ex.getMessage();
		}

	}

	@AeroSocketHandler("/handled")
	public static class HandledHandler {

		@OnMessage("a")
		public void on(Text text) {
		}

		@OnError
		public String unknown(UnknownRouteException ex) {
			return "no " + ex.route();
		}

	}

}
