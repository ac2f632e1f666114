package io.aerosocket.spring.handler;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Routes and codecs that cannot work stop the start.
 */
class InvalidRouteTests {

	static Stream<Arguments> handlers() {
		return Stream.of(
				Arguments.of(SameRoute.class, "void two(List)",
						"it is for the route 'a', as void one(List) is already"),
				Arguments.of(BytesRoute.class, "void on(byte[])",
						"takes binary messages, but those of the codec 'json'"),
				Arguments.of(UnroutedCodec.class, "void on(String)", "messages of the codec 'text' do not name one"),
				Arguments.of(UnknownCodec.class, "", "there is no codec named 'protobuf'"),
				Arguments.of(SameMembers.class, "", "its messages cannot be told apart"),
				Arguments.of(NestedRoute.class, "",
						"routeProperty: header.type (expected: the name of a member of the message itself, not a path)"),
				Arguments.of(BytesBesideObject.class, "void object(List)",
						"it takes binary messages on connections with the codec 'msgpack', as void bytes(byte[]) does"));
	}

	@ParameterizedTest
	@MethodSource("handlers")
	void refuses(Class<?> type, String method, String problem) {
		assertThatExceptionOfType(InvalidHandlerException.class).isThrownBy(() -> TestHandlers.discover(type))
			.satisfies((ex) -> assertThat(ex.problems()).anySatisfy((found) -> {
				assertThat(found.method()).isEqualTo(method);
				assertThat(found.problem()).contains(problem);
				assertThat(found.action()).isNotEmpty();
			}));
	}

	@AeroSocketHandler("/test")
	static class SameRoute {

		@OnMessage("a")
		void one(List<String> json) {
		}

		@OnMessage({ "b", "a" })
		void two(List<String> json) {
		}

	}

	@AeroSocketHandler("/test")
	static class BytesRoute {

		@OnMessage("a")
		void on(byte[] data) {
		}

	}

	@AeroSocketHandler(path = "/test", codec = "text")
	static class UnroutedCodec {

		@OnMessage("a")
		void on(String text) {
		}

	}

	@AeroSocketHandler(path = "/test", codec = "protobuf")
	static class UnknownCodec {

		@OnMessage
		void on(String text) {
		}

	}

	@AeroSocketHandler(path = "/test", routeProperty = "id")
	static class SameMembers {

		@OnMessage("a")
		void on(String text) {
		}

	}

	@AeroSocketHandler(path = "/test", routeProperty = "header.type")
	static class NestedRoute {

		@OnMessage("a")
		void on(String text) {
		}

	}

	@AeroSocketHandler(path = "/test", subprotocols = "msgpack")
	static class BytesBesideObject {

		@OnMessage
		void bytes(byte[] data) {
		}

		@OnMessage
		void object(List<String> json) {
		}

	}

}
