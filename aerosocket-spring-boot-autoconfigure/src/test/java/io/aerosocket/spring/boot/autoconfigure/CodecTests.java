package io.aerosocket.spring.boot.autoconfigure;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

import io.aerosocket.BroadcastResult;
import io.aerosocket.Connection;
import io.aerosocket.Connections;
import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;
import io.aerosocket.codec.Encoder;
import io.aerosocket.codec.MessageOutput;
import io.aerosocket.spring.boot.autoconfigure.QuoteCodec.Quote;
import io.aerosocket.spring.codec.MessagePackCodec;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.AeroSocketHandlers;
import io.aerosocket.spring.handler.AeroSocketTemplate;
import io.aerosocket.spring.handler.HandlerExecution;
import io.aerosocket.spring.handler.OnMessage;
import io.aerosocket.spring.handler.OnOpen;
import io.aerosocket.spring.handler.OutgoingObject;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Codecs over a socket: which one a connection has, and what it makes of messages.
 */
@SpringBootTest(classes = CodecTests.Application.class,
		properties = { "aerosocket.server.port=0", "aerosocket.server.event-loops=1",
				"aerosocket.server.subprotocols=json,msgpack,messagepack,cbor,shop.v2+cbor,plain",
				"spring.main.web-application-type=none" })
class CodecTests {

	private static final String PROTOCOL = "Sec-WebSocket-Protocol";

	private static final String BILL = "{\"item\":\"tea\",\"total\":10}";

	@LocalAeroSocketPort
	private int port;

	@Autowired
	private Connections connections;

	@Autowired
	private AeroSocketHandlers handlers;

	@Autowired
	private AeroSocketTemplate template;

	@Autowired
	private QuoteHandler quotes;

	private TestClient client;

	@AfterEach
	void disconnect() {
		if (this.client != null) {
			this.client.close();
		}
	}

	@ParameterizedTest
	@CsvSource({ "json, json", "msgpack, msgpack", "messagepack, msgpack", "cbor, cbor", "shop.v2+cbor, cbor",
			"plain, json", "unknown, json" })
	void subprotocolFixesTheCodec(String subprotocol, String codec) throws Exception {
		connect("/order", subprotocol);
		send(codec, "{\"item\":\"tea\",\"count\":2}");
		assertThat(receive(codec)).hasToString(BILL);
	}

	@Test
	void withoutSubprotocolItIsJson() throws Exception {
		connect("/order", null);
		assertThat(this.client.send("{\"item\":\"tea\",\"count\":2}").receive()).isEqualTo(BILL);
	}

	@Test
	void handlerHasCodecOfItsOwn() throws Exception {
		connect("/cbor", null);
		send("cbor", "{\"item\":\"tea\",\"count\":2}");
		assertThat(receive("cbor")).hasToString("{\"item\":\"tea\",\"total\":10}");
	}

	@ParameterizedTest
	@CsvSource({ "msgpack", "cbor" })
	void openErrorsAndStreamsUseTheCodecToo(String codec) throws Exception {
		connect("/stream", codec);
		assertThat(receive(codec)).hasToString("{\"text\":\"welcome\"}");
		send(codec, "{\"text\":\"x\"}");
		for (int i = 0; i < 40; i++) {
			assertThat(receive(codec)).hasToString("{\"text\":\"x" + i + "\"}");
		}
	}

	@ParameterizedTest
	@CsvSource({ "msgpack, MessagePack", "cbor, CBOR" })
	void undecodablePayloadCloses(String codec, String format) throws Exception {
		connect("/order", codec);
		this.client.send(new byte[] { (byte) 0xff, 0 });
		assertThat(this.client.receive()).startsWith("close 1007 payload: not the expected " + format);
	}

	@Test
	void invalidPayloadCloses() throws Exception {
		connect("/order", "msgpack");
		send("msgpack", "{\"item\":\"tea\",\"count\":-2}");
		assertThat(this.client.receive()).startsWith("close 1008 payload: count");
	}

	@Test
	void connectionTakesMessagesOfItsCodecOnly() throws Exception {
		connect("/order", "msgpack");
		assertThat(this.client.send("{\"item\":\"tea\",\"count\":2}").receive())
			.isEqualTo("close 1003 this path takes no text messages");
	}

	@Test
	void textStaysRawBesideBinaryCodec() throws Exception {
		connect("/mixed", "msgpack");
		assertThat(this.client.send("raw").receive()).isEqualTo("text raw");
		send("msgpack", "{\"text\":\"object\"}");
		assertThat(this.client.receive()).isEqualTo("object object");
	}

	@Test
	void objectIsEncodedOnceForEachCodec() throws Exception {
		Counted value = new Counted();
		OutgoingObject outgoing = this.handlers.codecs().prepare(value);
		try (TestClient json = TestClient.connect(this.port, "/order");
				TestClient again = TestClient.connect(this.port, "/order");
				TestClient cbor = TestClient.connect(this.port, "/order", PROTOCOL, "cbor")) {
			this.connections.all()
				.stream()
				.filter((connection) -> connection.handshake().pathPattern().equals("/order"))
				.forEach((connection) -> connection.send(outgoing.messageFor(connection)));
			assertThat(json.receive()).isEqualTo("{\"name\":\"n1\"}");
			assertThat(again.receive()).isEqualTo("{\"name\":\"n1\"}");
			byte[] bytes = HexFormat.of().parseHex(cbor.receive());
			assertThat(CBORMapper.shared().readTree(bytes)).hasToString("{\"name\":\"n2\"}");
			assertThat(value.asked).isEqualTo(2);
		}
	}

	@Test
	void templateSendsToEachInItsCodec() throws Exception {
		try (TestClient json = TestClient.connect(this.port, "/order");
				TestClient cbor = TestClient.connect(this.port, "/order", PROTOCOL, "cbor")) {
			assertThat(
					this.template.path("/order").send(new Text("news")).toCompletableFuture().get(10, TimeUnit.SECONDS))
				.isEqualTo(new BroadcastResult(2, 0, 0, 0));
			assertThat(json.receive()).isEqualTo("{\"text\":\"news\"}");
			byte[] bytes = HexFormat.of().parseHex(cbor.receive());
			assertThat(CBORMapper.shared().readTree(bytes)).hasToString("{\"text\":\"news\"}");
		}
	}

	@Test
	void textAndBytesAreSentAsTheyAre() throws Exception {
		connect("/order", "cbor");
		Connection connection = this.connections.all().stream().findFirst().orElseThrow();
		assertThat(this.handlers.codecs().codec(connection).names()).contains("cbor");
		PreparedMessage text = this.handlers.codecs().prepare("text").messageFor(connection);
		assertThat(text.isText()).isTrue();
		connection.send(text);
		connection.send(this.handlers.codecs().prepare(new byte[] { 7 }).messageFor(connection));
		connection.send(this.handlers.codecs().prepare(Message.text("again")).messageFor(connection));
		assertThat(this.client.receive()).isEqualTo("text");
		assertThat(this.client.receive()).isEqualTo("07");
		assertThat(this.client.receive()).isEqualTo("again");
	}

	@Test
	void flyweightReadsFromTheBufferOfTheNetwork() throws Exception {
		connect("/quotes", null);
		this.client.send(Quote.of(7, 1.5, "ACME").block().array());
		ByteBuffer reply = ByteBuffer.wrap(HexFormat.of().parseHex(this.client.receive()));
		Quote quote = new Quote(reply);
		assertThat(quote.id()).isEqualTo(8);
		assertThat(quote.price()).isEqualTo(3.0);
		assertThat(quote.symbol()).isEqualTo("ACME");
		// Not one of the heap: nothing was copied.
		assertThat(this.quotes.seen.poll(10, TimeUnit.SECONDS)).isEqualTo("direct true, read-only true");
	}

	@Test
	void flyweightRefusesWhatDoesNotFit() throws Exception {
		connect("/quotes", null);
		assertThat(this.client.send(new byte[3]).receive()).isEqualTo("close 1007 payload: 3 bytes (expected: 24)");
	}

	private void connect(String path, String subprotocol) {
		this.client = (subprotocol != null) ? TestClient.connect(this.port, path, PROTOCOL, subprotocol)
				: TestClient.connect(this.port, path);
	}

	private void send(String codec, String json) {
		JsonNode tree = JsonMapper.shared().readTree(json);
		switch (codec) {
			case "json" -> this.client.send(json);
			case "cbor" -> this.client.send(CBORMapper.shared().writeValueAsBytes(tree));
			default -> {
				MessageOutput output = new MessageOutput();
				encode(tree, output);
				this.client.send(output.toByteArray());
			}
		}
	}

	@SuppressWarnings("unchecked")
	private static void encode(JsonNode tree, MessageOutput output) {
		((Encoder<Object>) new MessagePackCodec(JsonMapper.shared()).encoder(JsonNode.class)).encode(tree, output);
	}

	private JsonNode receive(String codec) throws Exception {
		String message = this.client.receive();
		if (codec.equals("json")) {
			return JsonMapper.shared().readTree(message);
		}
		byte[] payload = HexFormat.of().parseHex(message);
		return codec.equals("cbor") ? CBORMapper.shared().readTree(payload)
				: (JsonNode) new MessagePackCodec(JsonMapper.shared()).decoder(JsonNode.class)
					.decode(Message.binary(payload));
	}

	@Import({ QuoteCodec.class, OrderHandler.class, CborHandler.class, StreamHandler.class, MixedHandler.class,
			QuoteHandler.class })
	@ImportAutoConfiguration({ AeroSocketServerAutoConfiguration.class, AeroSocketTemplateAutoConfiguration.class,
			JacksonAutoConfiguration.class, ValidationAutoConfiguration.class })
	static class Application {

	}

	record Order(String item, @Positive int count) {

	}

	record Bill(String item, int total) {

	}

	record Text(String text) {

	}

	public static class Counted {

		private int asked;

		public String getName() {
			return "n" + ++this.asked;
		}

	}

	@AeroSocketHandler("/order")
	public static class OrderHandler {

		@OnMessage
		public Bill on(@Valid Order order) {
			return new Bill(order.item(), order.count() * 5);
		}

	}

	@AeroSocketHandler(path = "/cbor", codec = "cbor")
	public static class CborHandler {

		@OnMessage
		public Map<String, Object> on(Order order) {
			return new TreeMap<>(Map.of("item", order.item(), "total", order.count() * 5));
		}

	}

	@AeroSocketHandler("/stream")
	public static class StreamHandler {

		@OnOpen
		public Text open() {
			return new Text("welcome");
		}

		@OnMessage
		public Flux<Text> on(Text text) {
			return Flux.range(0, 40).map((i) -> new Text(text.text() + i));
		}

	}

	@AeroSocketHandler(path = "/mixed", subprotocols = "msgpack", codec = "msgpack")
	public static class MixedHandler {

		@OnMessage
		public String text(String text) {
			return "text " + text;
		}

		@OnMessage
		public String object(Text text) {
			return "object " + text.text();
		}

	}

	@AeroSocketHandler(path = "/quotes", codec = "quote", subprotocols = "quote",
			execution = HandlerExecution.EVENT_LOOP)
	public static class QuoteHandler {

		private final BlockingQueue<String> seen = new LinkedBlockingQueue<>(List.of());

		@OnMessage
		public Quote on(Quote quote) {
			this.seen.add("direct " + quote.block().isDirect() + ", read-only " + quote.block().isReadOnly());
			return Quote.of(quote.id() + 1, quote.price() * 2, quote.symbol());
		}

	}

}
