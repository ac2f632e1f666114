package io.aerosocket.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.AfterEach;
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
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.HandlerExecution;
import io.aerosocket.spring.handler.OnClose;
import io.aerosocket.spring.handler.OnError;
import io.aerosocket.spring.handler.OnMessage;
import io.aerosocket.spring.handler.OnOpen;
import io.aerosocket.spring.handler.PayloadValidationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Annotated handlers over a socket, as an application uses them.
 */
@SpringBootTest(classes = EndToEndTests.Application.class,
		properties = { "aerosocket.server.port=0", "aerosocket.server.event-loops=1",
				"aerosocket.server.subprotocols=v2,v1", "spring.main.web-application-type=none" })
class EndToEndTests {

	@LocalAeroSocketPort
	private int port;

	@Autowired
	private LifecycleHandler lifecycle;

	@Autowired
	private Connections connections;

	private TestClient client;

	@AfterEach
	void disconnect() {
		if (this.client != null) {
			this.client.close();
		}
	}

	@Test
	void text() throws Exception {
		assertThat(connect("/echo").send("grüß €😀").receive()).isEqualTo("grüß €😀");
	}

	@Test
	void binary() throws Exception {
		assertThat(connect("/echo").send(new byte[] { 1, 2, 3 }).receive()).isEqualTo("030201");
	}

	@Test
	void messageIsSentBackAsItIs() throws Exception {
		assertThat(connect("/mirror").send("text").receive()).isEqualTo("text");
		assertThat(this.client.send(new byte[] { 7 }).receive()).isEqualTo("07");
	}

	@Test
	void json() throws Exception {
		assertThat(connect("/order").send("{\"item\":\"tea\",\"count\":2}").receive())
			.isEqualTo("{\"item\":\"tea\",\"total\":10}");
	}

	@Test
	void invalidJsonGoesToItsErrorMethod() throws Exception {
		assertThat(connect("/order").send("{\"item\":\"\",\"count\":2}").receive())
			.isEqualTo("invalid: item must not be blank");
		assertThat(this.client.send("{\"item\":\"tea\",\"count\":2}").receive()).startsWith("{");
	}

	@Test
	void unreadableJsonCloses() throws Exception {
		assertThat(connect("/order").send("{").receive()).startsWith("close 1007 payload: not the expected JSON");
	}

	@Test
	void messageThatNoMethodTakesCloses() throws Exception {
		assertThat(connect("/order").send(new byte[1]).receive())
			.isEqualTo("close 1003 this path takes no binary messages");
	}

	@Test
	void valuesOfTheHandshake() throws Exception {
		UUID id = UUID.randomUUID();
		assertThat(connect("/values/" + id + "/7?unit=MINUTES&tag=a&tag=b", "X-Client", "test").send("").receive())
			.isEqualTo(id + " 7 MINUTES [a, b] test none");
	}

	@Test
	void valuesThatDoNotFitRefuseTheHandshake() throws Exception {
		assertThat(TestClient.statusOf(this.port, "/values/x/7?unit=MINUTES")).isEqualTo(400);
		assertThat(TestClient.statusOf(this.port, "/nowhere")).isEqualTo(404);
	}

	@Test
	void openReplies() throws Exception {
		assertThat(connect("/lifecycle").receive()).isEqualTo("welcome");
	}

	@Test
	void closeIsTold() throws Exception {
		connect("/lifecycle").receive();
		this.client.sendClose();
		assertThat(this.lifecycle.closed.get(10, TimeUnit.SECONDS).code().value()).isEqualTo(1000);
	}

	@Test
	void fluxIsSentInOrder() throws Exception {
		connect("/async").send("flux");
		for (int i = 0; i < 500; i++) {
			assertThat(this.client.receive()).isEqualTo(String.valueOf(i));
		}
	}

	@Test
	void openFluxGoesOnBesideMessages() throws Exception {
		connect("/ticks");
		assertThat(this.client.receive()).isEqualTo("tick");
		this.client.send("hello");
		String received = this.client.receive();
		while (received.equals("tick")) {
			received = this.client.receive();
		}
		assertThat(received).isEqualTo("hello");
	}

	@Test
	void stageAndMono() throws Exception {
		assertThat(connect("/stage").send("a").receive()).isEqualTo("stage a");
		this.client.close();
		assertThat(connect("/mono").send("b").receive()).isEqualTo("mono b");
	}

	@Test
	void unhandledErrorCloses() throws Exception {
		assertThat(connect("/failing").send("runtime").receive()).isEqualTo("close 1011");
	}

	@Test
	void handledErrorReplies() throws Exception {
		assertThat(connect("/failing").send("checked").receive()).isEqualTo("sorry: checked");
		assertThat(this.client.send("checked").receive()).isEqualTo("sorry: checked");
	}

	@Test
	void threads() throws Exception {
		assertThat(connect("/threads").send("").receive()).startsWith("aerosocket-worker");
		assertThat(this.client.send(new byte[0]).receive()).startsWith("aerosocket-loop");
	}

	@Test
	void broadcast() throws Exception {
		connect("/mirror").send("ready").receive();
		this.connections.broadcast(PreparedMessage.text("all"),
				(connection) -> connection.handshake().pathPattern().equals("/mirror"));
		assertThat(this.client.receive()).isEqualTo("all");
	}

	private TestClient connect(String path, String... headers) {
		this.client = TestClient.connect(this.port, path, headers);
		return this.client;
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
		public void on(String text) throws java.io.IOException {
			if (text.equals("checked")) {
				throw new java.io.IOException(text);
			}
			throw new IllegalStateException(text);
		}

		@OnError
		public String io(java.io.IOException ex) {
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
