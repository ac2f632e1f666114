package io.aerosocket.spring.handler;

import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.PathVariable;
import reactor.core.publisher.Flux;

import io.aerosocket.CloseCode;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Handshake;
import io.aerosocket.HandshakeDecision;
import io.aerosocket.Message;
import io.aerosocket.ProtocolViolationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Constraints at the parameters of handler methods hold, as they do in Spring MVC.
 */
class MethodConstraintsTests {

	private final TestConnection connection = new TestConnection(handshake("lobby"));

	static Stream<Arguments> refusesPayload() {
		return Stream.of(Arguments.of(TextHandler.class, " ", "payload: must not be blank"),
				Arguments.of(TextInInterface.class, " ", "payload: must not be blank"),
				Arguments.of(BytesHandler.class, new byte[0], "payload: size must be between 1 and 4"),
				Arguments.of(NumberHandler.class, "-1", "payload: must be greater than 0"),
				Arguments.of(ListHandler.class, "[{\"name\":\"ada\"},{\"name\":\"\"}]",
						"payload: [1].name must not be blank"),
				Arguments.of(ElementsHandler.class, "[\"ada\",\"\"]", "payload: [1] must not be blank"),
				Arguments.of(StricterElements.class, "[\"\"]", "payload: [0] must not be blank"),
				Arguments.of(MapHandler.class, "{\"secret\":{\"name\":\"\"}}", "payload: [].name must not be blank"),
				Arguments.of(PersonHandler.class, "{\"name\":\"\"}", "payload: name must not be blank"),
				Arguments.of(ValidatedHandler.class, " ", "payload: must not be blank"),
				Arguments.of(GroupHandler.class, " ", "payload: must not be blank"),
				Arguments.of(RoutedHandler.class, "{\"type\":\"a\",\"name\":\"\"}", "payload: name must not be blank"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void refusesPayload(Class<?> type, Object payload, String message) {
		assertThat(violation(TestHandlers.handler(type), message(payload)))
			.satisfies((violation) -> assertThat(violation.closeCode()).isEqualTo(CloseCode.POLICY_VIOLATION))
			.hasMessage(message);
		assertThat(this.connection.sent).isEmpty();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void takesPayload(Class<?> type, Object payload) {
		assertThat(TestHandlers.handler(type).onMessage(this.connection, message(payload))).isNull();
		assertThat(this.connection.sent).containsExactly("done");
	}

	static Stream<Arguments> takesPayload() {
		return Stream.of(Arguments.of(TextHandler.class, "x"), Arguments.of(TextInInterface.class, "x"),
				Arguments.of(BytesHandler.class, new byte[2]), Arguments.of(NumberHandler.class, "1"),
				Arguments.of(ListHandler.class, "[{\"name\":\"ada\"}]"), Arguments.of(ElementsHandler.class, "[\"a\"]"),
				Arguments.of(MapHandler.class, "{\"secret\":{\"name\":\"ada\"}}"),
				Arguments.of(PersonHandler.class, "{\"name\":\"ada\"}"), Arguments.of(ValidatedHandler.class, "x"),
				Arguments.of(GroupHandler.class, "x"),
				Arguments.of(RoutedHandler.class, "{\"type\":\"a\",\"name\":\"ada\"}"));
	}

	@Test
	void errorMethodsGetTheErrors() {
		ConnectionHandler handler = TestHandlers.handler(CatchingHandler.class);
		Throwable invalid = failure(handler.onMessage(this.connection, Message.text("[{\"name\":\"\"}]")));
		assertThat(invalid).isInstanceOf(PayloadValidationException.class);
		handler.onError(this.connection, invalid);
		assertThat(this.connection.sent).containsExactly("[0].name NotBlank");
	}

	@Test
	void valuesOfTheRequestAreCheckedBeforeThereIsAConnection() {
		AeroSocketHandlers handlers = TestHandlers.discover(RoomHandler.class);
		assertThat(decide(handlers, handshake("lobby"))).isInstanceOf(HandshakeDecision.Accept.class);
		assertThat(decide(handlers, handshake("x"))).isInstanceOfSatisfying(HandshakeDecision.Refuse.class,
				(refusal) -> {
					assertThat(refusal.status()).isEqualTo(400);
					assertThat(refusal.message()).isEqualTo("room size must be between 3 and 8");
				});
	}

	@Test
	void otherArgumentsAreThePeersFaultToo() {
		ProtocolViolationException violation = violation(TestHandlers.handler(UserHandler.class), Message.text(""));
		assertThat(violation.closeCode()).isEqualTo(CloseCode.POLICY_VIOLATION);
		assertThat(violation).hasMessage("user must not be null");
	}

	@Test
	void methodsWithoutThemAreCalledAsEver() {
		assertThat(
				TestHandlers.handler(PlainHandler.class).onMessage(this.connection, Message.text("{\"name\":\"a\"}")))
			.isNull();
		assertThat(this.connection.sent).containsExactly("done");
	}

	@ParameterizedTest
	@MethodSource
	void refusesDeclaration(Class<?> type, String problem) {
		assertThatExceptionOfType(InvalidHandlerException.class).isThrownBy(() -> TestHandlers.discover(type))
			.withMessageContaining(problem);
	}

	static Stream<Arguments> refusesDeclaration() {
		return Stream.of(Arguments.of(BlankNumber.class, "its constraints do not fit its parameters"),
				Arguments.of(ConstrainedStream.class, "constraints of its parameter 0 are those of a stream"),
				Arguments.of(ConstrainedElements.class, "with @Valid before the stream"),
				Arguments.of(StricterThanInterface.class, "where the method is declared first"));
	}

	@Test
	void constraintsOfAnotherMethodDoNotConcernOneWithoutAny() {
		assertThat(TestHandlers.handler(OtherMethodHandler.class).onMessage(this.connection, Message.text("")))
			.isNull();
		assertThat(this.connection.sent).containsExactly("done");
	}

	@Test
	void constraintsNeedValidator() {
		assertThatExceptionOfType(InvalidHandlerException.class)
			.isThrownBy(() -> TestHandlers.discover((settings) -> settings.validator(null), TextHandler.class))
			.withMessageContaining("its parameter 0 has constraints, but there is no Validator")
			.withMessageContaining("spring-boot-starter-validation");
	}

	private static Handshake handshake(String room) {
		return new TestHandshake("/{room}", Map.of("room", room), Map.of(), Map.of(), null);
	}

	private static HandshakeDecision decide(AeroSocketHandlers handlers, Handshake handshake) {
		return handlers.interceptor().intercept(handshake).toCompletableFuture().join();
	}

	private static Message message(Object payload) {
		return (payload instanceof byte[] bytes) ? Message.binary(bytes) : Message.text((String) payload);
	}

	private ProtocolViolationException violation(ConnectionHandler handler, Message message) {
		Throwable error = failure(handler.onMessage(this.connection, message));
		Throwable unhandled = failure(handler.onError(this.connection, error));
		assertThat(unhandled).isInstanceOf(ProtocolViolationException.class);
		return (ProtocolViolationException) unhandled;
	}

	private static Throwable failure(@Nullable CompletionStage<?> stage) {
		assertThat(stage).isNotNull();
		Throwable[] result = new Throwable[1];
		assertThat(stage.toCompletableFuture()).failsWithin(Duration.ofSeconds(1))
			.withThrowableOfType(ExecutionException.class)
			.satisfies((ex) -> result[0] = ErrorMethods.unwrap(ex));
		return result[0];
	}

	record Person(@NotBlank String name) {

	}

	interface Checked {

	}

	@AeroSocketHandler("/{room}")
	static class TextHandler {

		@OnMessage
		String on(@NotBlank String text) {
			return "done";
		}

	}

	interface TextApi {

		@OnMessage
		String on(@NotBlank String text);

	}

	@AeroSocketHandler("/{room}")
	static class TextInInterface implements TextApi {

		@Override
		public String on(String text) {
			return "done";
		}

	}

	@AeroSocketHandler("/{room}")
	static class BytesHandler {

		@OnMessage
		String on(@Size(min = 1, max = 4) byte[] data) {
			return "done";
		}

	}

	@AeroSocketHandler("/{room}")
	static class NumberHandler {

		@OnMessage
		String on(@Positive Integer number) {
			return "done";
		}

	}

	@AeroSocketHandler("/{room}")
	static class ListHandler {

		@OnMessage
		String on(@Valid List<Person> persons) {
			return "done";
		}

	}

	@AeroSocketHandler("/{room}")
	static class ElementsHandler {

		@OnMessage
		String on(List<@NotBlank String> names) {
			return "done";
		}

	}

	@AeroSocketHandler("/{room}")
	static class MapHandler {

		@OnMessage
		String on(Map<String, @Valid Person> persons) {
			return "done";
		}

	}

	@AeroSocketHandler("/{room}")
	static class PersonHandler {

		@OnMessage
		String on(@NotNull @Valid Person person) {
			return "done";
		}

	}

	@Validated
	@AeroSocketHandler("/{room}")
	static class ValidatedHandler {

		@OnMessage
		String on(@NotBlank String text) {
			return "done";
		}

	}

	@Validated(Checked.class)
	@AeroSocketHandler("/{room}")
	static class GroupHandler {

		@OnMessage
		String on(@NotBlank(groups = Checked.class) @Size(min = 100) String text) {
			return "done";
		}

	}

	@AeroSocketHandler("/{room}")
	static class RoutedHandler {

		@OnMessage("a")
		String on(@NotNull @Valid Person person) {
			return "done";
		}

	}

	@AeroSocketHandler("/{room}")
	static class CatchingHandler {

		@OnMessage
		void on(@Valid List<Person> persons) {
		}

		@OnError
		String invalid(PayloadValidationException ex) {
			return ex.errors().getFieldErrors().get(0).getField() + " " + ex.errors().getFieldErrors().get(0).getCode();
		}

	}

	@AeroSocketHandler("/{room}")
	static class RoomHandler {

		@OnMessage
		void on(@PathVariable @Size(min = 3, max = 8) String room, @NotBlank String text) {
		}

	}

	@AeroSocketHandler("/{room}")
	static class UserHandler {

		@OnMessage
		void on(@NotNull Principal user, String text) {
		}

	}

	@AeroSocketHandler("/{room}")
	static class PlainHandler {

		@OnMessage
		String on(@Valid Person person) {
			return "done";
		}

	}

	@AeroSocketHandler("/{room}")
	static class BlankNumber {

		@OnMessage
		void on(@NotBlank Integer number) {
		}

	}

	interface LenientApi {

		default String on(String text) {
			return text;
		}

		default void save(Person person) {
		}

		default String all(List<String> names) {
			return "";
		}

	}

	@AeroSocketHandler("/{room}")
	static class StricterThanInterface implements LenientApi {

		@Override
		@OnMessage
		public String on(@NotBlank String text) {
			return "done";
		}

	}

	@AeroSocketHandler("/{room}")
	static class StricterElements implements LenientApi {

		@Override
		@OnMessage
		public String all(List<@NotBlank String> names) {
			return "done";
		}

	}

	@AeroSocketHandler("/{room}")
	static class OtherMethodHandler implements LenientApi {

		@OnMessage
		String plain(Message message) {
			return "done";
		}

		@Override
		public void save(@Valid Person person) {
		}

	}

	@AeroSocketHandler("/{room}")
	static class ConstrainedStream {

		@OnMessage
		void on(@NotNull Flux<String> texts) {
		}

	}

	@AeroSocketHandler("/{room}")
	static class ConstrainedElements {

		@OnMessage
		void on(Flux<@NotBlank String> texts) {
		}

	}

}
