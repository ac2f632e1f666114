package io.aerosocket.sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;
import io.aerosocket.spring.boot.test.client.AeroSocketTestConnection;

/**
 * Tests for {@code /echo}.
 */
@SampleTest
class EchoTests {

	@Autowired
	private AeroSocketTestClient sockets;

	@ParameterizedTest
	@ValueSource(strings = { "", "Hello", "Grüße, 世界 🎉" })
	void textComesBack(String text) {
		this.sockets.connect("/echo").sendText(text).expectText(text);
	}

	@Test
	void bytesComeBack() {
		byte[] bytes = { 0, 1, -1, 127, -128 };
		this.sockets.connect("/echo").sendBinary(bytes).expectBinary(bytes);
	}

	@Test
	void answersComeInTheOrderOfTheQuestions() {
		AeroSocketTestConnection connection = this.sockets.connect("/echo");
		for (int number = 0; number < 500; number++) {
			connection.sendText("number " + number);
		}
		for (int number = 0; number < 500; number++) {
			connection.expectText("number " + number);
		}
	}

}
