package io.aerosocket.spring.handler;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for methods whose broadcasts nothing can write.
 */
class InvalidBroadcastTests {

	@Test
	void aTypeThatTheCodecCannotWriteIsRefused() {
		assertThatExceptionOfType(InvalidHandlerException.class)
			.isThrownBy(() -> TestHandlers.discover(PointHandler.class))
			.satisfies((ex) -> assertThat(ex.problems()).singleElement().satisfies((problem) -> {
				assertThat(problem.method()).isEqualTo("Point on(String)");
				assertThat(problem.problem()).endsWith("Point is nothing that the codec 'text' can write");
			}));
	}

	record Point(int x) {

	}

	@AeroSocketHandler(path = "/a", codec = "text")
	static class PointHandler {

		@OnMessage
		@Broadcast
		Point on(String text) {
			return new Point(1);
		}

	}

}
