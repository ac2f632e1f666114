package io.aerosocket.spring.handler;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.aerosocket.Message;
import io.aerosocket.codec.EnvelopeFormat;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is in an {@link Optional} is the reply; an empty one is none.
 */
class OptionalReplyTests {

	private static Optional<String> text = Optional.empty();

	private final TestConnection connection = new TestConnection();

	static Stream<Class<?>> handlers() {
		return Stream.of(PlainHandler.class, StageHandler.class, LaterHandler.class, MonoHandler.class,
				FluxHandler.class, ObjectHandler.class);
	}

	@ParameterizedTest
	@MethodSource("handlers")
	void presentValueIsSentAsItsTypeIs(Class<?> type) {
		text = Optional.of("x");
		assertThat(sent(type)).containsExactly("x");
	}

	@ParameterizedTest
	@MethodSource("handlers")
	void emptyOneSendsNothing(Class<?> type) {
		text = Optional.empty();
		assertThat(sent(type)).isEmpty();
	}

	@Test
	void absentOptionalSendsNothing() {
		assertThat(sent(NullHandler.class)).isEmpty();
	}

	@Test
	void envelopeNamesTheRequest() {
		text = Optional.of("x");
		RoutingSettings routing = new RoutingSettings(new EnvelopeFormat("type", "id", "payload"), FaultAnswer.CLOSE,
				FaultAnswer.CLOSE, FaultAnswer.CLOSE);
		TestHandlers.discover((settings) -> settings.routing(routing), RoutedHandler.class)
			.routes()
			.get(0)
			.handler()
			.onMessage(this.connection, Message.text("{\"type\":\"ask\",\"id\":4,\"payload\":\"\"}"));
		assertThat(this.connection.sent).containsExactly("{\"type\":\"ask\",\"id\":4,\"payload\":\"x\"}");
	}

	private List<String> sent(Class<?> type) {
		CompletionStage<?> stage = TestHandlers.handler(type).onMessage(this.connection, Message.text(""));
		if (stage != null) {
			stage.toCompletableFuture().join();
		}
		return this.connection.sent;
	}

	@AeroSocketHandler("/test")
	static class PlainHandler {

		@OnMessage
		Optional<String> on() {
			return text;
		}

	}

	@AeroSocketHandler("/test")
	static class NullHandler {

		@OnMessage
		@Nullable Optional<String> on() {
			return null;
		}

	}

	@AeroSocketHandler("/test")
	static class StageHandler {

		@OnMessage
		CompletableFuture<Optional<String>> on() {
			return CompletableFuture.completedFuture(text);
		}

	}

	@AeroSocketHandler("/test")
	static class LaterHandler {

		@OnMessage
		CompletionStage<Optional<String>> on() {
			return CompletableFuture.completedStage(text);
		}

	}

	@AeroSocketHandler("/test")
	static class MonoHandler {

		@OnMessage
		Mono<Optional<String>> on() {
			return Mono.just(text);
		}

	}

	@AeroSocketHandler("/test")
	static class FluxHandler {

		@OnMessage
		Flux<Optional<String>> on() {
			return Flux.just(text, Optional.empty());
		}

	}

	@AeroSocketHandler("/test")
	static class ObjectHandler {

		@OnMessage
		Object on() {
			return text;
		}

	}

	@AeroSocketHandler("/test")
	static class RoutedHandler {

		@OnMessage("ask")
		Optional<String> on(String question) {
			return text;
		}

	}

}
