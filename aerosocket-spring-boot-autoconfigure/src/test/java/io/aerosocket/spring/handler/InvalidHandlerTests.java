package io.aerosocket.spring.handler;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.validation.Valid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.Scope;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import reactor.core.publisher.Mono;

import io.aerosocket.CloseReason;
import io.aerosocket.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What is wrong with handlers is found at start-up: a row for each rule.
 */
class InvalidHandlerTests {

	static Stream<Arguments> refuses() {
		return Stream.of(Arguments.of(NoMethods.class, "", "no @OnMessage and no @OnOpen method"),
				Arguments.of(NoPath.class, "", "it has no path"),
				Arguments.of(RelativePath.class, "", "does not start with a slash"),
				Arguments.of(UnresolvedPath.class, "", "placeholder that no property resolves"),
				Arguments.of(Prototype.class, "", "not a singleton"),
				Arguments.of(Static.class, "void on(String)", "it is static"),
				Arguments.of(Private.class, "void on(String)", "it is private"),
				Arguments.of(TwoTexts.class, "void second(StringBuilder)",
						"takes text messages, as void first(String)"),
				Arguments.of(TwoOpens.class, "void second()", "second @OnOpen method beside void first()"),
				Arguments.of(TwoCloses.class, "void second()", "second @OnClose method beside void first()"),
				Arguments.of(Unreachable.class, "void any(Message)", "never called"),
				Arguments.of(TwoPayloads.class, "void on(String, UUID)", "2 of its parameters"),
				Arguments.of(OpenWithPayload.class, "void open(String)", "nothing supplies its parameter 0"),
				Arguments.of(CloseWithPayload.class, "void close(byte[])", "nothing supplies its parameter 0"),
				Arguments.of(ErrorWithPayload.class, "void error(String)", "nothing supplies its parameter 0"),
				Arguments.of(ReasonOnMessage.class, "void on(CloseReason)", "for @OnClose methods only"),
				Arguments.of(ErrorOnMessage.class, "void on(Exception)", "for @OnError methods only"),
				Arguments.of(PingPayload.class, "void on(Ping)", "never reaches a handler"),
				Arguments.of(TwoErrors.class, "void error(RuntimeException, Error)", "2 parameters for the error"),
				Arguments.of(SameErrors.class, "void second(RuntimeException)", "for RuntimeException, as void first"),
				Arguments.of(UnknownVariable.class, "void on(String)",
						"'rom' is not in the path '/chat/{room}', which has the variables [room]"),
				Arguments.of(VariableWithoutAny.class, "void on(String)", "which has no variables"),
				Arguments.of(Unconvertible.class, "void on(Runnable)", "no converter makes a"),
				Arguments.of(AbsentPrimitive.class, "void on(int)", "may be absent, but its parameter is a primitive"),
				Arguments.of(BadDefault.class, "void on(int)", "the default value 'ten'"),
				Arguments.of(PrimitivePayload.class, "void on(int)", "a payload of type int cannot be read"),
				Arguments.of(ValidText.class, "void on(String)", "no constraints to validate"),
				Arguments.of(BroadcastOfNothing.class, "void on(String)", "@Broadcast, but returns nothing to send"),
				Arguments.of(BroadcastOfNoValue.class, "Mono on(String)", "@Broadcast, but returns nothing to send"),
				Arguments.of(BroadcastOfError.class, "String error(Exception)", "errors, which concern the sender"),
				Arguments.of(BroadcastByNoExpression.class, "String on(String)",
						"conflateBy 'sym bol' is no expression"));
	}

	@ParameterizedTest(name = "{0}: {2}")
	@MethodSource
	void refuses(Class<?> type, String method, String problem) {
		assertThatExceptionOfType(InvalidHandlerException.class).isThrownBy(() -> TestHandlers.discover(type))
			.satisfies((ex) -> {
				HandlerProblem found = ex.problems().get(0);
				assertThat(found.problem()).contains(problem);
				assertThat(found.method()).isEqualTo(method);
				assertThat(found.bean()).contains(type.getName());
				assertThat(found.action()).isNotEmpty();
			});
	}

	@Test
	void pathIsUnique() {
		assertThatExceptionOfType(InvalidHandlerException.class)
			.isThrownBy(() -> TestHandlers.discover(Room.class, SameRoom.class))
			.withMessageContaining("the path '/chat/{name}' is that of bean")
			.withMessageContaining("'/chat/{room}'");
	}

	@Test
	void allProblemsComeAtOnce() {
		InvalidHandlerException ex = catchThrowableOfType(InvalidHandlerException.class,
				() -> TestHandlers.discover(Static.class, TwoOpens.class, NoMethods.class));
		assertThat(ex.problems()).hasSize(3);
	}

	@Test
	void jsonNeedsConverter() {
		assertThatExceptionOfType(InvalidHandlerException.class)
			.isThrownBy(() -> TestHandlers.discover((settings) -> settings.codecs(List.of()), Json.class))
			.withMessageContaining("is nothing that the codec 'text' can read")
			.withMessageContaining("spring-boot-starter-jackson");
	}

	@Test
	void validNeedsValidator() {
		assertThatExceptionOfType(InvalidHandlerException.class)
			.isThrownBy(() -> TestHandlers.discover((settings) -> settings.validator(null), Json.class))
			.withMessageContaining("no Validator for it")
			.withMessageContaining("spring-boot-starter-validation");
	}

	@Test
	void virtualThreadNeedsJava21() {
		assumeThat(Runtime.version().feature()).as("only before Java 21").isLessThan(21);
		assertThatExceptionOfType(InvalidHandlerException.class)
			.isThrownBy(() -> TestHandlers.discover(OnVirtualThread.class))
			.withMessageContaining("run on Java 21 or later");
	}

	@AeroSocketHandler("/a")
	public static class NoMethods {

		@OnClose
		public void close() {
		}

	}

	@AeroSocketHandler
	public static class NoPath {

		@OnMessage
		public void on(String text) {
		}

	}

	@AeroSocketHandler("a")
	public static class RelativePath {

		@OnMessage
		public void on(String text) {
		}

	}

	@AeroSocketHandler("${no.such.property}")
	public static class UnresolvedPath {

		@OnMessage
		public void on(String text) {
		}

	}

	@Scope("prototype")
	@AeroSocketHandler("/a")
	public static class Prototype {

		@OnMessage
		public void on(String text) {
		}

	}

	@AeroSocketHandler("/b")
	public static class Static {

		@OnMessage
		public static void on(String text) {
		}

		@OnOpen
		public void open() {
		}

	}

	@AeroSocketHandler("/a")
	public static class Private {

		@OnMessage
		private void on(String text) {
		}

	}

	@AeroSocketHandler("/a")
	public static class TwoTexts {

		@OnMessage
		public void first(String text) {
		}

		@OnMessage
		public void second(StringBuilder json) {
		}

	}

	@AeroSocketHandler("/c")
	public static class TwoOpens {

		@OnOpen
		public void first() {
		}

		@OnOpen
		public void second() {
		}

	}

	@AeroSocketHandler("/a")
	public static class TwoCloses {

		@OnMessage
		public void on(String text) {
		}

		@OnClose
		public void first() {
		}

		@OnClose
		public void second() {
		}

	}

	@AeroSocketHandler("/a")
	public static class Unreachable {

		@OnMessage
		public void text(String text) {
		}

		@OnMessage
		public void binary(byte[] data) {
		}

		@OnMessage
		public void any(Message message) {
		}

	}

	@AeroSocketHandler("/a")
	public static class TwoPayloads {

		@OnMessage
		public void on(String text, UUID other) {
		}

	}

	@AeroSocketHandler("/a")
	public static class OpenWithPayload {

		@OnOpen
		public void open(String text) {
		}

	}

	@AeroSocketHandler("/a")
	public static class CloseWithPayload {

		@OnMessage
		public void on(String text) {
		}

		@OnClose
		public void close(byte[] data) {
		}

	}

	@AeroSocketHandler("/a")
	public static class ErrorWithPayload {

		@OnMessage
		public void on(String text) {
		}

		@OnError
		public void error(String text) {
		}

	}

	@AeroSocketHandler("/a")
	public static class ReasonOnMessage {

		@OnMessage
		public void on(CloseReason reason) {
		}

	}

	@AeroSocketHandler("/a")
	public static class ErrorOnMessage {

		@OnMessage
		public void on(Exception ex) {
		}

	}

	@AeroSocketHandler("/a")
	public static class PingPayload {

		@OnMessage
		public void on(Message.Ping ping) {
		}

	}

	@AeroSocketHandler("/a")
	public static class TwoErrors {

		@OnMessage
		public void on(String text) {
		}

		@OnError
		public void error(RuntimeException one, Error other) {
		}

	}

	@AeroSocketHandler("/a")
	public static class SameErrors {

		@OnMessage
		public void on(String text) {
		}

		@OnError
		public void first(RuntimeException ex) {
		}

		@OnError
		public void second(RuntimeException ex) {
		}

	}

	@AeroSocketHandler("/chat/{room}")
	public static class UnknownVariable {

		@OnMessage
		public void on(@PathVariable String rom) {
		}

	}

	@AeroSocketHandler("/chat")
	public static class VariableWithoutAny {

		@OnMessage
		public void on(@PathVariable String room) {
		}

	}

	@AeroSocketHandler("/a")
	public static class Unconvertible {

		@OnMessage
		public void on(@RequestParam Runnable task) {
		}

	}

	@AeroSocketHandler("/a")
	public static class AbsentPrimitive {

		@OnMessage
		public void on(@RequestParam(required = false) int size) {
		}

	}

	@AeroSocketHandler("/a")
	public static class BadDefault {

		@OnMessage
		public void on(@RequestParam(defaultValue = "ten") int size) {
		}

	}

	@AeroSocketHandler("/a")
	public static class PrimitivePayload {

		@OnMessage
		public void on(int number) {
		}

	}

	@AeroSocketHandler("/a")
	public static class ValidText {

		@OnMessage
		public void on(@Valid String text) {
		}

	}

	@AeroSocketHandler("/chat/{room}")
	public static class Room {

		@OnMessage
		public void on(String text) {
		}

	}

	@AeroSocketHandler("/chat/{name}")
	public static class SameRoom {

		@OnMessage
		public void on(String text) {
		}

	}

	@AeroSocketHandler("/a")
	public static class Json {

		@OnMessage
		public void on(@Valid List<String> texts) {
		}

	}

	@AeroSocketHandler(path = "/a", execution = HandlerExecution.VIRTUAL_THREAD)
	public static class OnVirtualThread {

		@OnMessage
		public void on(String text) {
		}

	}

	@AeroSocketHandler("/a")
	static class BroadcastOfNothing {

		@OnMessage
		@Broadcast
		void on(String text) {
		}

	}

	@AeroSocketHandler("/a")
	static class BroadcastOfNoValue {

		@OnMessage
		@Broadcast
		Mono<Void> on(String text) {
			return Mono.empty();
		}

	}

	@AeroSocketHandler("/a")
	static class BroadcastByNoExpression {

		@OnMessage
		@Broadcast(conflateBy = "sym bol")
		String on(String text) {
			return text;
		}

	}

	@AeroSocketHandler("/a")
	static class BroadcastOfError {

		@OnMessage
		void on(String text) {
		}

		@OnError
		@Broadcast
		String error(Exception ex) {
			return "";
		}

	}

}
