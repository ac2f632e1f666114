package io.aerosocket.internal.handshake;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SplittableRandom;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AcceptKey}.
 */
class AcceptKeyTests {

	@Test
	void theExampleOfRfc6455Section13() {
		assertThat(AcceptKey.accept("dGhlIHNhbXBsZSBub25jZQ==")).asString(StandardCharsets.US_ASCII)
			.isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
	}

	@Test
	void oneAnswerDoesNotChangeTheNext() {
		AcceptKey.accept("AAAAAAAAAAAAAAAAAAAAAA==");
		theExampleOfRfc6455Section13();
		theExampleOfRfc6455Section13();
	}

	@ParameterizedTest(name = "RFC 6455 4.2.1: {0} is a key: {1}")
	@CsvSource({ "dGhlIHNhbXBsZSBub25jZQ==, true", "AAAAAAAAAAAAAAAAAAAAAA==, true", "+/+/+/+/+/+/+/+/+/+/+w==, true",
			"'', false", "dGhlIHNhbXBsZSBub25jZQ=, false", "dGhlIHNhbXBsZSBub25jZQ, false",
			"dGhlIHNhbXBsZSBub25jZQ===, false", "dGhlIHNhbXBsZSBub25jZQAA, false", "dGhlIHNhbXBsZSBub25jZ===, false",
			"dGhlIHNhbXBsZSBub25jZA=A, false", "dGhl-HNhbXBsZSBub25jZQ==, false", "dGhl_HNhbXBsZSBub25jZQ==, false",
			"dGhl HNhbXBsZSBub25jZQ==, false", "dGhlIHNhbXBsZSBub25jZQAAAA==, false", "=GhlIHNhbXBsZSBub25jZQ==, false",
			"dGhléHNhbXBsZSBub25jZQ==, false" })
	void aKeyIs16BytesInBase64(String key, boolean valid) {
		assertThat(isKey(key)).isEqualTo(valid);
	}

	@RepeatedTest(50)
	void every16BytesAreAKey(RepetitionInfo repetition) {
		byte[] nonce = new byte[16];
		new SplittableRandom(repetition.getCurrentRepetition()).nextBytes(nonce);
		assertThat(isKey(Base64.getEncoder().encodeToString(nonce))).isTrue();
	}

	private static boolean isKey(String key) {
		byte[] bytes = ("x" + key + "x").getBytes(StandardCharsets.ISO_8859_1);
		return AcceptKey.isKey(bytes, 1, bytes.length - 1);
	}

}
