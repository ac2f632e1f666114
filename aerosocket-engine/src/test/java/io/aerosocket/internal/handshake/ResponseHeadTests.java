package io.aerosocket.internal.handshake;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.HandshakeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ResponseHead}: what {@code AnswerRulesTests} cannot write down.
 */
class ResponseHeadTests {

	@ParameterizedTest(name = "byte {0}")
	@ValueSource(ints = { 0x00, 0x0D, 0x1B, 0x7F })
	void aReasonIsText(int character) {
		assertThatExceptionOfType(HandshakeException.class)
			.isThrownBy(() -> parse("HTTP/1.1 101 Switching" + (char) character + "Protocols\r\n\r\n"))
			.withMessageContaining("the status line");
	}

	@Test
	void aReasonMayBeInAnyLanguage() {
		assertThat(parse("HTTP/1.1 404 nicht\tda \u00fc\r\n\r\n").status()).isEqualTo(404);
	}

	private static ResponseHead parse(String head) {
		return ResponseHead.parse(head.getBytes(StandardCharsets.ISO_8859_1));
	}

}
