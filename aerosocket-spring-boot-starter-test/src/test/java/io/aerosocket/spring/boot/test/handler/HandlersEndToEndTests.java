package io.aerosocket.spring.boot.test.handler;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.Connections;
import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketServerAutoConfiguration;
import io.aerosocket.spring.boot.test.autoconfigure.AutoConfigureInMemoryAeroSocket;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;
import io.aerosocket.spring.boot.test.client.AeroSocketTestConnection;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.HandlerExecution;
import io.aerosocket.spring.handler.OnClose;
import io.aerosocket.spring.handler.OnError;
import io.aerosocket.spring.handler.OnMessage;
import io.aerosocket.spring.handler.OnOpen;
import io.aerosocket.spring.handler.PayloadValidationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Annotated handlers from handshake to close, as an application uses them.
 */
@SpringBootTest(classes = HandlersEndToEndTests.Application.class,
		properties = { "aerosocket.server.subprotocols=v2,v1", "spring.main.web-application-type=none" })
@AutoConfigureInMemoryAeroSocket
class HandlersEndToEndTests {

	@Autowired
	private AeroSocketTestClient client;

	@Autowired
	private LifecycleHandler lifecycle;

	@Autowired
	private Connections connections;

	@Test
	void text() {
		this.client.connect("/echo").sendText("grüß €😀").expectText("grüß €😀");
	}

	@Test
	void binary() {
		this.client.connect("/echo")
			.sendBinary((byte) 1, (byte) 2, (byte) 3)
			.expectBinary((byte) 3, (byte) 2, (byte) 1);
	}

	@Test
	void messageIsSentBackAsItIs() {
		this.client.connect("/mirror").sendText("text").expectText("text").sendBinary((byte) 7).expectBinary((byte) 7);
	}

	@Test
	void subprotocol() {
		assertThat(this.client.handshake("/echo").subprotocols("v1", "v2").connect().subprotocol()).isEqualTo("v2");
		assertThat(this.client.connect("/echo").subprotocol()).isNull();
	}

	@Test
	void json() {
		this.client.connect("/order").sendJson(new Order("tea", 2)).expectText("{\"item\":\"tea\",\"total\":10}");
	}

	@Test
	void invalidJsonGoesToItsErrorMethod() {
		this.client.connect("/order")
			.sendJson(new Order("", 2))
			.expectText("invalid: item must not be blank")
			.sendJson(new Order("tea", 2))
			.expectJson("{'total':10}");
	}

	@Test
	void unreadableJsonCloses() {
		this.client.connect("/order").sendText("{").expectClose(1007);
	}

	@Test
	void messageThatNoMethodTakesCloses() {
		this.client.connect("/order").sendBinary((byte) 1).expectClose(1003, "this path takes no binary messages");
	}

	@Test
	void valuesOfTheHandshake() {
		UUID id = UUID.randomUUID();
		this.client.handshake("/values/" + id + "/7?unit=MINUTES&tag=a&tag=b")
			.header("X-Client", "test")
			.connect()
			.sendText("")
			.expectText(id + " 7 MINUTES [a, b] test none");
	}

	@Test
	void valuesThatDoNotFitRefuseTheHandshake() {
		this.client.handshake("/values/x/7?unit=MINUTES").expectRefused(400);
		this.client.handshake("/nowhere").expectRefused(404);
	}

	@Test
	void openReplies() {
		this.client.connect("/lifecycle").expectText("welcome");
	}

	@Test
	void closeIsTold() throws Exception {
		this.client.connect("/lifecycle").expectText("welcome").close(1000).expectClose(1000).expectEnd();
		assertThat(this.lifecycle.closed.get(10, TimeUnit.SECONDS).code().value()).isEqualTo(1000);
	}

	@Test
	void fluxIsSentInOrder() {
		AeroSocketTestConnection connection = this.client.connect("/async").sendText("flux");
		for (int i = 0; i < 500; i++) {
			connection.expectText(String.valueOf(i));
		}
	}

	@Test
	void openFluxGoesOnBesideMessages() {
		AeroSocketTestConnection connection = this.client.connect("/ticks").expectText("tick").sendText("hello");
		String received = connection.receiveText();
		while (received.equals("tick")) {
			received = connection.receiveText();
		}
		assertThat(received).isEqualTo("hello");
	}

	@Test
	void stageAndMono() {
		this.client.connect("/stage").sendText("a").expectText("stage a");
		this.client.connect("/mono").sendText("b").expectText("mono b");
	}

	@Test
	void unhandledErrorCloses() {
		this.client.connect("/failing").sendText("runtime").expectClose(1011, "").expectEnd();
	}

	@Test
	void handledErrorReplies() {
		this.client.connect("/failing")
			.sendText("checked")
			.expectText("sorry: checked")
			.sendText("checked")
			.expectText("sorry: checked");
	}

	@Test
	void threads() {
		this.client.connect("/threads")
			.sendText("")
			.expectText((name) -> assertThat(name).startsWith("aerosocket-worker"))
			.sendBinary()
			.expectText((name) -> assertThat(name).startsWith("aerosocket-loop"));
	}

	@Test
	void broadcast() {
		AeroSocketTestConnection connection = this.client.connect("/mirror").sendText("ready").expectText("ready");
		this.connections.broadcast(PreparedMessage.text("all"),
				(peer) -> peer.handshake().pathPattern().equals("/mirror"));
		connection.expectText("all");
	}

	@Import({ EchoHandler.class, MirrorHandler.class, OrderHandler.class, ValuesHandler.class, LifecycleHandler.class,
			AsyncHandler.class, TicksHandler.class, StageHandler.class, MonoHandler.class, FailingHandler.class,
			ThreadsHandler.class })
	@ImportAutoConfiguration({ AeroSocketServerAutoConfiguration.class, JacksonAutoConfiguration.class,
			ValidationAutoConfiguration.class })
	static class Application {

	}

	@AeroSocketHandler("${echo.path:/echo}")
	public static class EchoHandler {

		@OnMessage
		public String text(String text) {
			return text;
		}

		@OnMessage
		public byte[] reversed(byte[] data) {
			byte[] reversed = new byte[data.length];
			for (int i = 0; i < data.length; i++) {
				reversed[i] = data[data.length - 1 - i];
			}
			return reversed;
		}

	}

	@AeroSocketHandler(path = "/mirror", execution = HandlerExecution.EVENT_LOOP)
	public static class MirrorHandler {

		@OnMessage
		public Message on(Message message) {
			return message;
		}

	}

	record Order(@NotBlank String item, int count) {

	}

	record Bill(String item, int total) {

	}

	@AeroSocketHandler("/order")
	public static class OrderHandler {

		@OnMessage
		public Bill on(@Valid Order order) {
			return new Bill(order.item(), order.count() * 5);
		}

		@OnError
		public String invalid(PayloadValidationException ex) {
			return ex.getMessage().replace("payload", "invalid");
		}

	}

	@AeroSocketHandler("/values/{id}/{count}")
	public static class ValuesHandler {

		@OnMessage
		public String on(@PathVariable UUID id, @PathVariable("count") Integer number, @RequestParam TimeUnit unit,
				@RequestParam(required = false) List<String> tag, @RequestHeader("X-Client") String client,
				@RequestParam(defaultValue = "none") String absent) {
			return id + " " + number + " " + unit + " " + tag + " " + client + " " + absent;
		}

	}

	@AeroSocketHandler("/lifecycle")
	public static class LifecycleHandler {

		private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

		@OnOpen
		public String open(Connection connection) {
			return "welcome";
		}

		@OnClose
		public void close(CloseReason reason) {
			this.closed.complete(reason);
		}

	}

	@AeroSocketHandler("/async")
	public static class AsyncHandler {

		@OnMessage
		public Flux<String> on(String text) {
			return Flux.range(0, 500).map(String::valueOf);
		}

	}

	@AeroSocketHandler("/ticks")
	public static class TicksHandler {

		@OnOpen
		public Flux<String> open() {
			return Flux.interval(Duration.ZERO, Duration.ofMillis(20)).map((tick) -> "tick");
		}

		@OnMessage
		public String on(String text) {
			return text;
		}

	}

	@AeroSocketHandler("/stage")
	public static class StageHandler {

		@OnMessage
		public CompletionStage<String> on(String text) {
			return CompletableFuture.supplyAsync(() -> "stage " + text);
		}

	}

	@AeroSocketHandler("/mono")
	public static class MonoHandler {

		@OnMessage
		public Mono<String> on(Message.Text message) {
			return Mono.delay(Duration.ofMillis(20)).map((tick) -> "mono " + message.text());
		}

	}

	@AeroSocketHandler("/failing")
	public static class FailingHandler {

		@OnMessage
		public void on(String text) throws IOException {
			if (text.equals("checked")) {
				throw new IOException(text);
			}
			throw new IllegalStateException(text);
		}

		@OnError
		public String io(IOException ex) {
			return "sorry: " + ex.getMessage();
		}

	}

	@AeroSocketHandler("/threads")
	public static class ThreadsHandler {

		@OnMessage
		public String blocking(String text) {
			return Thread.currentThread().getName();
		}

		@OnMessage
		public Mono<String> reactive(byte[] data) {
			return Mono.fromSupplier(() -> Thread.currentThread().getName());
		}

	}

}
