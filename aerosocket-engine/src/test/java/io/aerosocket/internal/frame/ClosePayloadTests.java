package io.aerosocket.internal.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.ProtocolViolationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClosePayload}, one row for each rule of RFC 6455 sections 5.5.1 and
 * 7.4.
 */
class ClosePayloadTests {

	@ParameterizedTest(name = "RFC 6455 {0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			7.1.5 | no payload means no status     |                                | 1005 | ''
			5.5.1 | code alone                     | 03e8                           | 1000 | ''
			5.5.1 | code and reason                | 03e9 627965                    | 1001 | bye
			5.5.1 | reason is UTF-8                | 03e8 c3a9e282acf09f9880        | 1000 | é€😀
			7.4.2 | first of the registered        | 0bb8                           | 3000 | ''
			7.4.2 | last of the private            | 1387                           | 4999 | ''
			""")
	void reads(String section, String rule, String hex, int code, String text) {
		assertThat(read((hex != null) ? hex : "")).isEqualTo(new CloseReason(new CloseCode(code), text, true));
	}

	@ParameterizedTest(name = "RFC 6455 7.4: {0}")
	@ValueSource(
			ints = { 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999 })
	void acceptsCodesThatMayTravel(int code) {
		assertThat(read(HexFormat.of().toHexDigits((short) code)).code().value()).isEqualTo(code);
	}

	@ParameterizedTest(name = "RFC 6455 7.4: {0}")
	@ValueSource(ints = { 0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1099, 1100, 1999, 2000, 2999, 5000, 32_767, 32_768,
			65_535 })
	void refusesCodesThatMustNotTravel(int code) {
		assertThatExceptionOfType(ProtocolViolationException.class)
			.isThrownBy(() -> read(HexFormat.of().toHexDigits((short) code)))
			.withMessageContaining(String.valueOf(code))
			.satisfies((violation) -> assertThat(violation.closeCode()).isEqualTo(CloseCode.PROTOCOL_ERROR));
	}

	@ParameterizedTest(name = "RFC 6455 {0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			5.5.1 | half a code                    | 03                  | 1002
			8.1   | a lone continuation byte       | 03e8 80             | 1007
			8.1   | an overlong slash              | 03e8 c0af           | 1007
			8.1   | a surrogate                    | 03e8 eda080         | 1007
			8.1   | a character cut at the end     | 03e8 e282           | 1007
			8.1   | beyond U+10FFFF                | 03e8 f4908080       | 1007
			8.1   | the code is looked at first    | 03ed 80             | 1002
			""")
	void refuses(String section, String rule, String hex, int code) {
		assertThatExceptionOfType(ProtocolViolationException.class).isThrownBy(() -> read(hex))
			.satisfies((violation) -> assertThat(violation.closeCode().value()).isEqualTo(code));
	}

	@Test
	void readsFromTheMiddleOfABufferAndLeavesItAlone() {
		ByteBuffer buffer = ByteBuffer.wrap(HexFormat.of().parseHex("ffff03e86f6bffff"));
		assertThat(ClosePayload.read(buffer, 2, 4)).isEqualTo(new CloseReason(CloseCode.NORMAL, "ok", true));
		assertThat(buffer.position()).isZero();
		assertThat(buffer.remaining()).isEqualTo(8);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			code alone                          | 1000 | ''    | 03e8
			code and text                       | 4999 | ok    | 13876f6b
			UTF-8                               | 1001 | é€😀  | 03e9c3a9e282acf09f9880
			no code travels as nothing          | 1005 | text  | ''
			""")
	void makes(String rule, int code, String text, String hex) {
		assertThat(made(new CloseCode(code), text)).isEqualTo(hex);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			fits exactly                                 | 123 |      | 123
			one byte too many                            | 124 |      | 123
			far too long                                 | 999 |      | 123
			two bytes end at the border                  | 121 | é    | 123
			two bytes are kept whole                     | 122 | é    | 122
			three bytes end at the border                | 120 | €    | 123
			three bytes are kept whole                   | 121 | €    | 121
			three bytes are kept whole, one missing      | 122 | €    | 122
			four bytes end at the border                 | 119 | 😀   | 123
			a surrogate pair is kept whole               | 120 | 😀   | 120
			a surrogate pair is kept whole, two missing  | 121 | 😀   | 121
			a surrogate pair is kept whole, one missing  | 122 | 😀   | 122
			nothing follows a character that did not fit | 122 | éabc | 122
			""")
	void cutsTheTextBeforeTheCharacterThatDoesNotFit(String rule, int ascii, String rest, int expected) {
		String text = "a".repeat(ascii) + ((rest != null) ? rest : "");
		byte[] payload = ClosePayload.toBytes(new CloseReason(CloseCode.NORMAL, text, false));
		assertThat(payload).hasSize(2 + expected);
		String kept = new String(payload, 2, expected, StandardCharsets.UTF_8);
		assertThat(text).startsWith(kept);
		assertThat(ClosePayload.read(ByteBuffer.wrap(payload), 0, payload.length).text()).isEqualTo(kept);
	}

	@ParameterizedTest(name = "units {0}")
	@CsvSource({ "0061 d83d 0062, a?b", "de00 0078, ?x", "0078 d83d, x?", "de00 d83d, ??",
			"d83d d83d de00, ?\ud83d\ude00" })
	void aLoneSurrogateBecomesAQuestionMark(String units, String expected) {
		StringBuilder text = new StringBuilder();
		for (String unit : units.split(" ")) {
			text.append((char) Integer.parseInt(unit, 16));
		}
		byte[] payload = ClosePayload.toBytes(new CloseReason(CloseCode.NORMAL, text.toString(), false));
		assertThat(new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8)).isEqualTo(expected);
	}

	@Test
	void aLoneSurrogateAtTheBorderStillFits() {
		byte[] payload = ClosePayload.toBytes(new CloseReason(CloseCode.NORMAL, "a".repeat(122) + '\ud83d', false));
		assertThat(payload).hasSize(125).endsWith('?');
	}

	private static CloseReason read(String hex) {
		byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
		return ClosePayload.read(ByteBuffer.wrap(bytes), 0, bytes.length);
	}

	private static String made(CloseCode code, String text) {
		return HexFormat.of().formatHex(ClosePayload.toBytes(new CloseReason(code, text, false)));
	}

}
