package io.aerosocket.internal.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.TrafficLogOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What of a payload may be in a log.
 */
class TrafficPayloadTests {

	private static final TrafficLogOptions OPTIONS = TrafficLogOptions.OFF;

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"user":"ann","password":"secret!"}         | {"user":"ann","password":***}
			{"Password" : "a\\"b", "x":1}               | {"Password" : ***, "x":1}
			{"access_token":"a.b.c","n":2}              | {"access_token":***,"n":2}
			{"accessToken":17}                          | {"accessToken":***}
			{"token":{"a":{"b":"}"}},"n":2}             | {"token":***,"n":2}
			{"token":["a","]",["b"]],"n":2}             | {"token":***,"n":2}
			{"secret":null}                             | {"secret":***}
			{"password":"never ends                     | {"password":***
			{"password":                                | {"password":
			say "hi {"password":"x"} to                 | say "hi {"password":***} to
			it"s broken {"password":"x"}                | it"s broken {"password":***}
			{"body":"{\\"password\\":\\"x\\",\\"n\\":1}"} | {"body":"{\\"password\\":***,\\"n\\":1}"}
			{"body":"{\\"password\\":\\"x                | {"body":"{\\"password\\":***
			{"passwords":"kept","word":"password"}      | {"passwords":"kept","word":"password"}
			{"token":"a","token":"b"}                   | {"token":***,"token":***}
			""")
	void valuesOfMaskedFieldsAreLeftOut(String payload, String expected) {
		assertThat(text(OPTIONS, payload)).isEqualTo(" " + expected);
	}

	@Test
	void whatMatchesAPatternIsLeftOut() {
		TrafficLogOptions options = OPTIONS.withMaskedPatterns(List.of("\\b\\d{4} \\d{4}\\b", "x*"));
		assertThat(text(options, "card 1234 5678, and xx 9")).isEqualTo(" card ***, and *** 9");
	}

	@Test
	void aMaskIsNotCutByTheLimit() {
		TrafficLogOptions options = OPTIONS.withMaxPayload(10).withMaskedPatterns(List.of("\\d{16}"));
		assertThat(text(options, "card: 1234567812345678, more")).isEqualTo(" card: *** (18 bytes more)");
	}

	@Test
	void notMoreThanTheLimitIsWritten() {
		assertThat(text(OPTIONS.withMaxPayload(4), "abcdefgh")).isEqualTo(" abcd (4 bytes more)");
		assertThat(text(OPTIONS.withMaxPayload(4), "abcd")).isEqualTo(" abcd");
		assertThat(text(OPTIONS.withMaxPayload(4), "ab\u20ac")).as("no half of a character")
			.isEqualTo(" ab (3 bytes more)");
		assertThat(text(OPTIONS.withMaxPayload(0), "abcd")).isEmpty();
		assertThat(binary(OPTIONS.withMaxPayload(2), 1, 2, 255)).isEqualTo(" 01 02 (1 bytes more)");
		assertThat(binary(OPTIONS.withMaxPayload(0), 1)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 7, '\n', '\r', '\t', 0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x200e, 0x2028, 0x2029, 0x202e,
			0x2066, 0xfeff, 0xe0001 })
	void whatCouldForgeALineIsSpelledOut(int c) {
		String written = text(OPTIONS, "a" + Character.toString(c) + "b");
		assertThat(written).matches(" a\\\\(n|r|t|u\\{[0-9a-f]+})b");
	}

	@Test
	void otherTextsAreWrittenAsTheyAre() {
		assertThat(text(OPTIONS, "Gr\u00fc\u00dfe, \u65e5\u672c \ud83d\ude00 \\n {}"))
			.isEqualTo(" Gr\u00fc\u00dfe, \u65e5\u672c \ud83d\ude00 \\n {}");
	}

	@Test
	void aPatternThatIsTooMuchShowsNothing() {
		TrafficLogOptions options = OPTIONS.withMaxPayload(64 * 1024).withMaskedPatterns(List.of("(a|b)*c"));
		assertThat(text(options, "ab".repeat(32 * 1024))).isEqualTo(" (a masking pattern is too much for it)");
	}

	@RepeatedTest(500)
	void noBytesLeadToControlCharactersOrToASecret(RepetitionInfo repetition) {
		SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
		byte[] bytes = new byte[random.nextInt(80)];
		random.nextBytes(bytes);
		String around = new String(bytes, StandardCharsets.ISO_8859_1).replace("SECRET", "");
		String payload = around + ",\"password\" : \"SECRET\"," + around;
		TrafficLogOptions options = OPTIONS.withMaxPayload(random.nextInt(300));
		assertThat(text(options, payload)).doesNotContain("SECRET").doesNotContainPattern("[\\p{Cntrl}\u2028\u2029]");
	}

	private static String text(TrafficLogOptions options, String payload) {
		return new TrafficPayload(options).text(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)));
	}

	private static String binary(TrafficLogOptions options, int... bytes) {
		ByteBuffer payload = ByteBuffer.allocate(bytes.length);
		for (int b : bytes) {
			payload.put((byte) b);
		}
		return new TrafficPayload(options).binary(payload.flip());
	}

}
