package io.aerosocket.spring.handler;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.scheduling.annotation.Async;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What handler methods may not return, and how they may not be called: a row for each
 * rule.
 */
class InvalidReturnTests {

	static Stream<Arguments> refuses() {
		return Stream.of(Arguments.of(PlainFuture.class, "Future on()", "returns a Future", "return a CompletionStage"),
				Arguments.of(FutureInMono.class, "Mono on()", "returns a Future", "return a CompletionStage"),
				Arguments.of(BroadcastFuture.class, "Future on()", "returns a Future", "return a CompletionStage"),
				Arguments.of(FutureOnClose.class, "Future close()", "returns a Future", "return a CompletionStage"),
				Arguments.of(AsyncVoid.class, "void on(String)", "it is @Async", "aerosocket.server.execution.mode"),
				Arguments.of(AsyncString.class, "String on(String)", "it is @Async", "or return a CompletableFuture"),
				Arguments.of(AsyncStage.class, "CompletionStage on(String)", "it is @Async", "CompletableFuture"),
				Arguments.of(AsyncClass.class, "void on(String)", "it is @Async", "remove @Async"),
				Arguments.of(AsyncInInterface.class, "void on(String)", "it is @Async", "remove @Async"),
				Arguments.of(ValueOnClose.class, "int close()", "returns a int, but the connection has ended",
						"return nothing"),
				Arguments.of(StageOnClose.class, "CompletionStage close()",
						"returns a java.util.concurrent.CompletionStage<java.lang.String>, but the connection has ended",
						"@Broadcast sends it to others"),
				Arguments.of(MonoOnClose.class, "Mono close()", "but the connection has ended", "return nothing"));
	}

	@ParameterizedTest(name = "{0}: {2}")
	@MethodSource
	void refuses(Class<?> type, String method, String problem, String action) {
		assertThatExceptionOfType(InvalidHandlerException.class).isThrownBy(() -> TestHandlers.discover(type))
			.satisfies((ex) -> {
				assertThat(ex.problems()).hasSize(1);
				HandlerProblem found = ex.problems().get(0);
				assertThat(found.problem()).contains(problem);
				assertThat(found.method()).isEqualTo(method);
				assertThat(found.action()).contains(action);
			});
	}

	@Test
	void stagesOfNothingAreWaitedForOnClose() {
		assertThat(TestHandlers.discover(StageOfAnythingOnClose.class).routes()).hasSize(1);
		assertThat(TestHandlers.discover(MonoOfNothingOnClose.class).routes()).hasSize(1);
	}

	@Test
	void applicationSendsWhatItKnowsOnClose() {
		HandlerReturnValueHandler own = (type) -> (type.resolve() == int.class) ? (connection, value) -> null : null;
		assertThat(TestHandlers.discover((settings) -> settings.returnValueHandlers(List.of(own)), ValueOnClose.class)
			.routes()).hasSize(1);
	}

	@AeroSocketHandler("/a")
	static class PlainFuture {

		@OnMessage
		Future<String> on() {
			return CompletableFuture.completedFuture("");
		}

	}

	@AeroSocketHandler("/a")
	static class FutureInMono {

		@OnMessage
		Mono<Future<String>> on() {
			return Mono.empty();
		}

	}

	@AeroSocketHandler("/a")
	static class BroadcastFuture {

		@OnMessage
		@Broadcast
		Future<String> on() {
			return CompletableFuture.completedFuture("");
		}

	}

	@AeroSocketHandler("/a")
	static class FutureOnClose {

		@OnMessage
		void on(String text) {
		}

		@OnClose
		Future<Void> close() {
			return CompletableFuture.completedFuture(null);
		}

	}

	@AeroSocketHandler("/a")
	static class AsyncVoid {

		@Async
		@OnMessage
		void on(String text) {
		}

	}

	@AeroSocketHandler("/a")
	static class AsyncString {

		@Async
		@OnMessage
		String on(String text) {
			return text;
		}

	}

	@AeroSocketHandler("/a")
	static class AsyncStage {

		@Async
		@OnMessage
		CompletionStage<String> on(String text) {
			return CompletableFuture.completedStage(text);
		}

	}

	@Async
	@AeroSocketHandler("/a")
	static class AsyncClass {

		@OnMessage
		void on(String text) {
		}

	}

	interface AsyncApi {

		@Async
		@OnMessage
		void on(String text);

	}

	@AeroSocketHandler("/a")
	static class AsyncInInterface implements AsyncApi {

		@Override
		public void on(String text) {
		}

	}

	@AeroSocketHandler("/a")
	static class ValueOnClose {

		@OnMessage
		void on(String text) {
		}

		@OnClose
		int close() {
			return 7;
		}

	}

	@AeroSocketHandler("/a")
	static class StageOnClose {

		@OnMessage
		void on(String text) {
		}

		@OnClose
		CompletionStage<String> close() {
			return CompletableFuture.completedStage("");
		}

	}

	@AeroSocketHandler("/a")
	static class MonoOnClose {

		@OnMessage
		void on(String text) {
		}

		@OnClose
		Mono<String> close() {
			return Mono.empty();
		}

	}

	@AeroSocketHandler("/a")
	static class StageOfAnythingOnClose {

		@OnMessage
		void on(String text) {
		}

		@OnClose
		CompletionStage<?> close() {
			return CompletableFuture.completedStage(null);
		}

	}

	@AeroSocketHandler("/a")
	static class MonoOfNothingOnClose {

		@OnMessage
		void on(String text) {
		}

		@OnClose
		Mono<Void> close() {
			return Mono.empty();
		}

	}

}
