package io.aerosocket.spring.handler;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Streams of messages that cannot work stop the start.
 */
class InvalidStreamTests {

	static Stream<Arguments> handlers() {
		return Stream.of(Arguments.of(SingleMessage.class, "void on(Mono)", "would get a single message only"),
				Arguments.of(StreamAndPayload.class, "void on(Flux, String)", "2 of its parameters"),
				Arguments.of(StreamBesideMethod.class, "void second(Flux)", "takes text messages, as void first"),
				Arguments.of(StreamOfNothing.class, "void open(Flux)", "nothing supplies its parameter 0"));
	}

	@ParameterizedTest
	@MethodSource("handlers")
	void refuses(Class<?> type, String method, String problem) {
		assertThatExceptionOfType(InvalidHandlerException.class).isThrownBy(() -> TestHandlers.discover(type))
			.satisfies((ex) -> assertThat(ex.problems().get(0).toString()).contains(problem).contains(method));
	}

	@AeroSocketHandler("/a")
	static class SingleMessage {

		@OnMessage
		void on(Mono<String> text) {
		}

	}

	@AeroSocketHandler("/a")
	static class StreamAndPayload {

		@OnMessage
		void on(Flux<String> texts, String text) {
		}

	}

	@AeroSocketHandler("/a")
	static class StreamBesideMethod {

		@OnMessage
		void first(String text) {
		}

		@OnMessage
		void second(Flux<String> texts) {
		}

	}

	@AeroSocketHandler("/a")
	static class StreamOfNothing {

		@OnOpen
		void open(Flux<String> texts) {
		}

	}

}
