package io.aerosocket.spring.handler;

import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.aerosocket.ConnectionHandler;
import io.aerosocket.ConnectionHandler.Event;
import io.aerosocket.Execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for where handler methods run.
 */
class HandlerInferenceTests {

	@ParameterizedTest
	@CsvSource({ "OPEN, EVENT_LOOP", "TEXT, WORKER", "BINARY, EVENT_LOOP", "CLOSE, EVENT_LOOP" })
	void inferredFromTheReturnType(Event event, Execution expected) {
		assertThat(TestHandlers.handler(InferredHandler.class).execution(event)).isEqualTo(expected);
	}

	@Test
	void virtualThreadsInsteadOfWorkers() {
		assumeVirtualThreads();
		ConnectionHandler handler = TestHandlers
			.discover((settings) -> settings.virtualThreads(true), InferredHandler.class)
			.routes()
			.get(0)
			.handler();
		assertThat(handler.execution(Event.TEXT)).isEqualTo(Execution.VIRTUAL_THREAD);
		assertThat(handler.execution(Event.BINARY)).isEqualTo(Execution.EVENT_LOOP);
	}

	@Test
	void methodOverridesClassOverridesDefault() {
		ConnectionHandler handler = TestHandlers
			.discover((settings) -> settings.execution(HandlerExecution.WORKER), DeclaredHandler.class)
			.routes()
			.get(0)
			.handler();
		assertThat(handler.execution(Event.TEXT)).isEqualTo(Execution.EVENT_LOOP);
		assertThat(handler.execution(Event.BINARY)).isEqualTo(Execution.WORKER);
	}

	@Test
	void defaultOverridesInference() {
		ConnectionHandler handler = TestHandlers
			.discover((settings) -> settings.execution(HandlerExecution.EVENT_LOOP), InferredHandler.class)
			.routes()
			.get(0)
			.handler();
		assertThat(handler.execution(Event.TEXT)).isEqualTo(Execution.EVENT_LOOP);
	}

	@Test
	void eventsWithoutMethodStayOnTheEventLoop() {
		assertThat(TestHandlers.handler(DeclaredHandler.class).execution(Event.OPEN)).isEqualTo(Execution.EVENT_LOOP);
	}

	private static void assumeVirtualThreads() {
		assumeThat(Runtime.version().feature()).as("virtual threads need Java 21 or later").isGreaterThanOrEqualTo(21);
	}

	@AeroSocketHandler("/test")
	public static class InferredHandler {

		@OnOpen
		public Flux<String> open() {
			return Flux.empty();
		}

		@OnMessage
		public String text(String text) {
			return text;
		}

		@OnMessage
		public Mono<byte[]> binary(byte[] data) {
			return Mono.just(data);
		}

		@OnClose
		public CompletionStage<Void> close() {
			return Mono.<Void>empty().toFuture();
		}

	}

	@AeroSocketHandler(path = "/test", execution = HandlerExecution.EVENT_LOOP)
	public static class DeclaredHandler {

		@OnMessage
		public String text(String text) {
			return text;
		}

		@OnMessage(execution = HandlerExecution.WORKER)
		public Publisher<byte[]> binary(byte[] data) {
			return Flux.just(data);
		}

	}

}
