package io.aerosocket.spring.handler;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;

import io.aerosocket.CloseCode;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Message;
import io.aerosocket.ProtocolViolationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for errors of handler methods.
 */
class HandlerErrorTests {

	private final TestConnection connection = new TestConnection();

	@ParameterizedTest
	@CsvSource({ "java.io.FileNotFoundException, io", "java.io.IOException, io",
			"java.lang.IllegalStateException, runtime", "java.lang.Error, all" })
	void mostSpecificMethodWins(Class<? extends Throwable> type, String expected) throws Exception {
		Throwable error = type.getDeclaredConstructor().newInstance();
		assertThat(TestHandlers.handler(ErrorsHandler.class).onError(this.connection, error)).isNull();
		assertThat(this.connection.sent).containsExactly(expected);
	}

	@Test
	void wrappersOfStagesAreTakenOff() {
		TestHandlers.handler(ErrorsHandler.class).onError(this.connection, new CompletionException(new IOException()));
		assertThat(this.connection.sent).containsExactly("io");
	}

	@Test
	void whatMethodThrowsFailsTheCall() {
		CompletionStage<?> stage = TestHandlers.handler(ThrowingHandler.class)
			.onMessage(this.connection, Message.text(""));
		assertThat(failure(stage)).isInstanceOf(IOException.class);
	}

	@Test
	void unhandledErrorIsLeftToThePolicy() {
		IOException error = new IOException();
		assertThat(failure(TestHandlers.handler(ThrowingHandler.class).onError(this.connection, error)))
			.isSameAs(error);
	}

	@Test
	void undecodablePayloadClosesWith1007() {
		ProtocolViolationException violation = violation(JsonHandler.class, "{\"name\":secret}");
		assertThat(violation.closeCode()).isEqualTo(CloseCode.INVALID_PAYLOAD);
		assertThat(violation).hasMessage("payload: not the expected JSON, line 1, column 9")
			.hasCauseInstanceOf(MessageConversionException.class)
			.hasRootCauseInstanceOf(JacksonException.class);
	}

	@Test
	void nullPayloadClosesWith1007() {
		assertThat(violation(JsonHandler.class, "null").closeCode()).isEqualTo(CloseCode.INVALID_PAYLOAD);
	}

	@Test
	void invalidPayloadClosesWith1008() {
		ProtocolViolationException violation = violation(JsonHandler.class, "{\"name\":\" \"}");
		assertThat(violation.closeCode()).isEqualTo(CloseCode.POLICY_VIOLATION);
		assertThat(violation).hasMessage("payload: name must not be blank");
	}

	@Test
	void messageThatNoMethodTakesClosesWith1003() {
		CompletionStage<?> stage = TestHandlers.handler(JsonHandler.class)
			.onMessage(this.connection, Message.binary(new byte[1]));
		assertThat(failure(stage)).isInstanceOfSatisfying(ProtocolViolationException.class,
				(violation) -> assertThat(violation.closeCode()).isEqualTo(CloseCode.UNSUPPORTED_DATA));
	}

	@Test
	void faultsOfThePeerGoToErrorMethodsFirst() {
		ConnectionHandler handler = TestHandlers.handler(CatchingHandler.class);
		Throwable undecodable = failure(handler.onMessage(this.connection, Message.text("{")));
		assertThat(undecodable).isInstanceOf(MessageConversionException.class);
		assertThat(handler.onError(this.connection, undecodable)).isNull();
		Throwable invalid = failure(handler.onMessage(this.connection, Message.text("{\"name\":\"\"}")));
		assertThat(handler.onError(this.connection, invalid)).isNull();
		assertThat(this.connection.sent).containsExactly("unreadable", "name");
	}

	@Test
	void errorMethodThatFailsLeavesItsErrorToThePolicyAndLosesNone() {
		IOException first = new IOException("first");
		ConnectionHandler handler = TestHandlers.handler(FailingErrorHandler.class);
		assertThat(failure(handler.onError(this.connection, first))).isInstanceOf(IllegalStateException.class)
			.hasMessage("again")
			.hasSuppressedException(first);
		assertThat(failure(handler.onError(this.connection, new TimeoutException("first"))))
			.hasCauseInstanceOf(TimeoutException.class)
			.hasNoSuppressedExceptions();
	}

	@Test
	void errorMethodMayThrowTheErrorAgain() {
		ConnectionHandler handler = TestHandlers.handler(RethrowingHandler.class);
		UnsupportedOperationException error = new UnsupportedOperationException();
		assertThat(failure(handler.onError(this.connection, error))).isSameAs(error).hasNoSuppressedExceptions();
		Throwable invalid = failure(handler.onMessage(this.connection, Message.text("{\"name\":\"\"}")));
		assertThat(failure(handler.onError(this.connection, invalid))).isInstanceOfSatisfying(
				ProtocolViolationException.class,
				(violation) -> assertThat(violation.closeCode()).isEqualTo(CloseCode.POLICY_VIOLATION));
	}

	private ProtocolViolationException violation(Class<?> type, String text) {
		ConnectionHandler handler = TestHandlers.handler(type);
		Throwable error = failure(handler.onMessage(this.connection, Message.text(text)));
		assertThat(error).isInstanceOf(ProtocolViolationException.class);
		assertThat(failure(handler.onError(this.connection, error))).isSameAs(error);
		return (ProtocolViolationException) error;
	}

	private static Throwable failure(CompletionStage<?> stage) {
		assertThat(stage).isNotNull();
		Throwable[] result = new Throwable[1];
		assertThat(stage.toCompletableFuture()).failsWithin(Duration.ofSeconds(1))
			.withThrowableOfType(ExecutionException.class)
			.satisfies((ex) -> result[0] = ErrorMethods.unwrap(ex));
		return result[0];
	}

	record Person(@NotBlank String name) {

	}

	@AeroSocketHandler("/test")
	public static class ErrorsHandler {

		@OnMessage
		public void on(String text) {
		}

		@OnError
		public String io(IOException ex) {
			return "io";
		}

		@OnError
		public String runtime(Connection connection, RuntimeException ex) {
			return "runtime";
		}

		@OnError
		public String all() {
			return "all";
		}

	}

	@AeroSocketHandler("/test")
	public static class ThrowingHandler {

		@OnMessage
		public void on(String text) throws IOException {
			throw new IOException();
		}

	}

	@AeroSocketHandler("/test")
	public static class JsonHandler {

		@OnMessage
		public void on(@Valid Person person) {
		}

	}

	@AeroSocketHandler("/test")
	public static class CatchingHandler {

		@OnMessage
		public void on(@Valid Person person) {
		}

		@OnError
		public String unreadable(MessageConversionException ex) {
			return "unreadable";
		}

		@OnError
		public String invalid(PayloadValidationException ex) {
			return ex.errors().getFieldErrors().get(0).getField();
		}

	}

	@AeroSocketHandler("/test")
	public static class FailingErrorHandler {

		@OnMessage
		public void on(String text) {
		}

		@OnError
		public void failing(IOException ex) {
			throw new IllegalStateException("again");
		}

		@OnError
		public CompletionStage<Void> wrapping(TimeoutException ex) {
			return CompletableFuture.failedStage(new IllegalStateException(ex));
		}

	}

	@AeroSocketHandler("/test")
	public static class RethrowingHandler {

		@OnMessage
		public void on(@Valid Person person) {
		}

		@OnError
		public void again(RuntimeException ex) {
			throw ex;
		}

	}

}
