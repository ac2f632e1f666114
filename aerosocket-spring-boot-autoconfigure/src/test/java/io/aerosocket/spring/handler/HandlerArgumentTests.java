package io.aerosocket.spring.handler;

import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Handshake;
import io.aerosocket.HandshakeDecision;
import io.aerosocket.Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the arguments of handler methods.
 */
class HandlerArgumentTests {

	private static final UUID ID = UUID.fromString("8f7a3c1e-0000-4000-8000-000000000001");

	private final TestConnection connection = new TestConnection(new TestHandshake("/values/{id}/{count}",
			Map.of("id", ID.toString(), "count", "42"), Map.of("unit", List.of("SECONDS"), "tag", List.of("a", "b")),
			Map.of("x-version", List.of("7"), "user-agent", List.of("test")), () -> "ada"));

	@Test
	void textPayloads() {
		assertThat(reply(StringHandler.class, Message.text("hi"))).containsExactly("string hi");
		assertThat(reply(CharSequenceHandler.class, Message.text("hi"))).containsExactly("chars hi");
		assertThat(reply(TextMessageHandler.class, Message.text("hi"))).containsExactly("message hi");
	}

	@Test
	void binaryPayloads() {
		Message message = Message.binary(new byte[] { 1, 2 });
		assertThat(reply(BytesHandler.class, message)).containsExactly("0102");
		assertThat(reply(BufferHandler.class, message)).containsExactly("2 bytes");
		assertThat(reply(BinaryMessageHandler.class, message)).containsExactly("binary 2");
	}

	@Test
	void messageTakesBothKinds() {
		assertThat(reply(MessageHandler.class, Message.text("hi"))).containsExactly("hi");
		assertThat(reply(MessageHandler.class, Message.binary(new byte[] { 1 }))).containsExactly("01");
	}

	@Test
	void severalMethodsAreToldApartByKind() {
		assertThat(reply(SeveralHandler.class, Message.text("hi"))).containsExactly("text");
		assertThat(reply(SeveralHandler.class, Message.binary(new byte[1]))).containsExactly("other");
	}

	@Test
	void methodWithoutPayloadTakesAnyMessage() {
		assertThat(reply(NoPayloadHandler.class, Message.binary(new byte[1]))).containsExactly("c1");
	}

	@Test
	void jsonPayload() {
		assertThat(reply(JsonHandler.class, Message.text("{\"name\":\"ada\",\"age\":36}"))).containsExactly("ada 36");
	}

	@Test
	void jsonPayloadOfGenericType() {
		assertThat(reply(JsonListHandler.class, Message.text("[{\"name\":\"ada\",\"age\":36}]")))
			.containsExactly("ada");
	}

	@Test
	void handshakeValues() {
		assertThat(reply(ValuesHandler.class, Message.text("")))
			.containsExactly(ID + " 42 SECONDS [a, b] 7 Optional[7] test");
	}

	@Test
	void absentHandshakeValues() {
		assertThat(reply(AbsentHandler.class, Message.text("")))
			.containsExactly("null Optional.empty 10 Optional.empty null");
	}

	@Test
	void principalAndHandshakeAndManyArguments() {
		assertThat(reply(ManyHandler.class, Message.text("hi")))
			.containsExactly("ada Optional[ada] /values/{id}/{count} hi c1 true");
	}

	@Test
	void closeReason() {
		ConnectionHandler handler = TestHandlers.handler(CloseHandler.class);
		handler.onClose(this.connection, new CloseReason(CloseCode.GOING_AWAY, "bye", true));
		assertThat(this.connection.sent).containsExactly("1001 bye");
	}

	@Test
	void applicationResolversComeFirst() {
		HandlerArgumentResolver resolver = (parameter) -> (parameter.type() == String.class)
				? (connection, event) -> "mine" : null;
		ConnectionHandler handler = TestHandlers
			.discover((settings) -> settings.argumentResolvers(List.of(resolver)), StringHandler.class)
			.routes()
			.get(0)
			.handler();
		handler.onMessage(this.connection, Message.text("hi"));
		assertThat(this.connection.sent).containsExactly("string mine");
	}

	@Test
	void requestWithoutNeededValueIsRefused() {
		AeroSocketHandlers handlers = TestHandlers.discover(ValuesHandler.class);
		assertThat(decide(handlers, this.connection.handshake())).isInstanceOf(HandshakeDecision.Accept.class);
		Handshake bad = new TestHandshake("/values/{id}/{count}", Map.of("id", "no uuid", "count", "42"), Map.of(),
				Map.of(), null);
		assertThat(decide(handlers, bad)).isInstanceOfSatisfying(HandshakeDecision.Refuse.class, (refusal) -> {
			assertThat(refusal.status()).isEqualTo(400);
			assertThat(refusal.message()).isEqualTo("path variable 'id' is not of the type it has to be");
		});
		Handshake incomplete = new TestHandshake("/values/{id}/{count}", Map.of("id", ID.toString(), "count", "42"),
				Map.of(), Map.of(), null);
		assertThat(decide(handlers, incomplete)).isInstanceOfSatisfying(HandshakeDecision.Refuse.class,
				(refusal) -> assertThat(refusal.message()).isEqualTo("request parameter 'unit' is missing"));
	}

	private static HandshakeDecision decide(AeroSocketHandlers handlers, Handshake handshake) {
		return handlers.interceptor().intercept(handshake).toCompletableFuture().join();
	}

	private List<String> reply(Class<?> type, Message message) {
		this.connection.sent.clear();
		ConnectionHandler handler = TestHandlers.handler(type);
		assertThat(handler.onMessage(this.connection, message)).isNull();
		return this.connection.sent;
	}

	record Person(@NotBlank String name, int age) {

	}

	@AeroSocketHandler("/test")
	public static class StringHandler {

		@OnMessage
		public String on(String text) {
			return "string " + text;
		}

	}

	@AeroSocketHandler("/test")
	public static class CharSequenceHandler {

		@OnMessage
		public String on(CharSequence text) {
			return "chars " + text;
		}

	}

	@AeroSocketHandler("/test")
	public static class TextMessageHandler {

		@OnMessage
		public String on(Message.Text message) {
			return "message " + message.text();
		}

	}

	@AeroSocketHandler("/test")
	public static class BytesHandler {

		@OnMessage
		public byte[] on(byte[] data) {
			return data;
		}

	}

	@AeroSocketHandler("/test")
	public static class BufferHandler {

		@OnMessage
		public String on(ByteBuffer data) {
			return data.remaining() + " bytes";
		}

	}

	@AeroSocketHandler("/test")
	public static class BinaryMessageHandler {

		@OnMessage
		public String on(Message.Binary message) {
			return "binary " + message.size();
		}

	}

	@AeroSocketHandler("/test")
	public static class MessageHandler {

		@OnMessage
		public Message on(Message message) {
			return message;
		}

	}

	@AeroSocketHandler("/test")
	public static class SeveralHandler {

		@OnMessage
		public String text(String text) {
			return "text";
		}

		@OnMessage
		public String other(Message message) {
			return "other";
		}

	}

	@AeroSocketHandler("/test")
	public static class NoPayloadHandler {

		@OnMessage
		public String on(Connection connection) {
			return connection.id();
		}

	}

	@AeroSocketHandler("/test")
	public static class JsonHandler {

		@OnMessage
		public String on(@Valid Person person) {
			return person.name() + " " + person.age();
		}

	}

	@AeroSocketHandler("/test")
	public static class JsonListHandler {

		@OnMessage
		public String on(List<Person> persons) {
			return persons.get(0).name();
		}

	}

	@AeroSocketHandler("/values/{id}/{count}")
	public static class ValuesHandler {

		@OnMessage
		public String on(@PathVariable UUID id, @PathVariable int count, @RequestParam TimeUnit unit,
				@RequestParam("tag") List<String> tags, @RequestHeader("X-Version") long version,
				@RequestHeader("X-Version") Optional<Integer> same, @RequestHeader("User-Agent") String agent) {
			return id + " " + count + " " + unit + " " + tags + " " + version + " " + same + " " + agent;
		}

	}

	@AeroSocketHandler("/test")
	public static class AbsentHandler {

		@OnMessage
		public String on(@RequestParam(required = false) String a, @RequestParam Optional<String> b,
				@RequestParam(defaultValue = "${page.size:10}") int c, @RequestHeader("X-D") Optional<Integer> d,
				@RequestHeader("X-E") @Nullable Integer e) {
			return a + " " + b + " " + c + " " + d + " " + e;
		}

	}

	@AeroSocketHandler("/test")
	public static class ManyHandler {

		@OnMessage
		public String on(Principal principal, Optional<Principal> optional, Handshake handshake, String text,
				Connection connection, @RequestParam(defaultValue = "true") boolean flag) {
			return principal.getName() + " " + optional.map(Principal::getName) + " " + handshake.pathPattern() + " "
					+ text + " " + connection.id() + " " + flag;
		}

	}

	@AeroSocketHandler("/test")
	public static class CloseHandler {

		@OnMessage
		public void on(String text) {
		}

		@OnClose
		public void close(Connection connection, CloseReason reason) {
			connection.sendText(reason.code() + " " + reason.text());
		}

	}

}
