package io.aerosocket.sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.aerosocket.server.AeroServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code /echo}.
 */
@SampleTest
class EchoTests {

	@Autowired
	private AeroServer server;

	@ParameterizedTest
	@ValueSource(strings = { "", "Hello", "Grüße, 世界 🎉" })
	void textComesBack(String text) {
		try (TestClient client = TestClient.connect(this.server.port(), "/echo")) {
			assertThat(client.send(text).next()).isEqualTo(text);
		}
	}

	@Test
	void bytesComeBack() {
		byte[] bytes = { 0, 1, -1, 127, -128 };
		try (TestClient client = TestClient.connect(this.server.port(), "/echo")) {
			assertThat(client.send(bytes).next()).isEqualTo(bytes);
		}
	}

	@Test
	void answersComeInTheOrderOfTheQuestions() {
		try (TestClient client = TestClient.connect(this.server.port(), "/echo")) {
			for (int number = 0; number < 500; number++) {
				client.send("number " + number);
			}
			for (int number = 0; number < 500; number++) {
				assertThat(client.next()).isEqualTo("number " + number);
			}
		}
	}

}
