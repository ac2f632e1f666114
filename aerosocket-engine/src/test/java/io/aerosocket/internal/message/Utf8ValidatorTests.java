package io.aerosocket.internal.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SplittableRandom;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Utf8Validator}: the tables of RFC 3629, each cut everywhere, and the
 * JDK's strict decoder as the judge of the rest.
 */
class Utf8ValidatorTests {

	@ParameterizedTest(name = "RFC 3629 4: {0} is {1}")
	@CsvSource(delimiter = '|', textBlock = """
			first of one byte                  | 00
			last of one byte                   | 7f
			first of two bytes                 | c280
			last of two bytes                  | dfbf
			first of three bytes               | e0a080
			last with lead E0                  | e0bfbf
			first with lead E1                 | e18080
			last with lead EC                  | ecbfbf
			first with lead ED                 | ed8080
			last before the surrogates         | ed9fbf
			first after the surrogates         | ee8080
			the replacement character          | efbfbd
			a non-character is no error        | efbfbe
			last of three bytes                | efbfbf
			first of four bytes                | f0908080
			last with lead F0                  | f0bfbfbf
			first with lead F1                 | f1808080
			last with lead F3                  | f3bfbfbf
			first with lead F4                 | f4808080
			U+10FFFF                           | f48fbfbf
			nothing                            | ''
			all lengths                        | 41c3a9e282acf09f988041
			""")
	void accepts(String rule, String hex) {
		assertEverySplit(hex, true);
	}

	@ParameterizedTest(name = "RFC 3629 {0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			3  | overlong NUL in two bytes             | c080
			3  | overlong slash in two bytes           | c0af
			3  | overlong U+007F in two bytes          | c1bf
			3  | overlong NUL in three bytes           | e08080
			3  | overlong U+007F in three bytes        | e081bf
			3  | overlong U+07FF in three bytes        | e09fbf
			3  | overlong NUL in four bytes            | f0808080
			3  | overlong U+07FF in four bytes         | f0809fbf
			3  | overlong U+FFFF in four bytes         | f08fbfbf
			3  | five bytes                            | f888808080
			3  | longest of five bytes                 | fbbfbfbfbf
			3  | six bytes                             | fc8480808080
			3  | longest of six bytes                  | fdbfbfbfbfbf
			3  | first surrogate U+D800                | eda080
			3  | last high surrogate U+DBFF            | edafbf
			3  | first low surrogate U+DC00            | edb080
			3  | last surrogate U+DFFF                 | edbfbf
			3  | a pair of surrogates                  | eda0bdedb880
			3  | U+110000                              | f4908080
			3  | U+13FFFF                              | f4bfbfbf
			3  | lead F5                               | f5808080
			3  | lead F7                               | f7bfbfbf
			3  | FE                                    | fe
			3  | FF                                    | ff
			3  | first continuation byte alone         | 80
			3  | last continuation byte alone          | bf
			3  | one continuation byte too many        | c3a9a9
			3  | lead of two, then ASCII               | c341
			3  | lead of two, then a lead              | c3c3a9
			3  | lead of three, then ASCII             | e241
			3  | second continuation missing           | e28241
			3  | lead of four, then ASCII              | f041
			3  | third continuation missing            | f09f9841
			3  | C0 right after a continuation         | c3a9c0
			8  | continuation byte of C0 in three      | e2c0ac
			""")
	void refuses(String section, String rule, String hex) {
		assertEverySplit(hex, false);
		assertEverySplit("4142434445464748" + hex + "41", false);
	}

	@ParameterizedTest(name = "{0}")
	@ValueSource(strings = { "c3", "e2", "e282", "f0", "f09f", "f09f98", "41e2", "c3a9f09f98" })
	void aCharacterThatIsCutIsNeitherCompleteNorInvalid(String hex) {
		assertThat(check(hex)).isNotEqualTo(Utf8Validator.COMPLETE).isNotEqualTo(Utf8Validator.INVALID);
	}

	@ParameterizedTest(name = "{0}: byte {1} is the first wrong one")
	@CsvSource({ "80, 0", "c0af, 0", "c341, 1", "e080, 1", "e09fbf, 1", "eda080, 1", "f08f, 1", "f4908080, 1", "f5, 0",
			"e28241, 2", "f09f9841, 3", "4180, 1", "4141414141414141c1, 8", "414141414141414141e241, 10" })
	void failsAtTheFirstWrongByte(String hex, int first) {
		ByteBuffer buffer = bytes(hex);
		int state = Utf8Validator.COMPLETE;
		for (int i = 0; i < first; i++) {
			state = Utf8Validator.check(state, buffer, i, 1);
			assertThat(state).as("after byte %d", i).isNotEqualTo(Utf8Validator.INVALID);
		}
		assertThat(Utf8Validator.check(state, buffer, first, 1)).isEqualTo(Utf8Validator.INVALID);
		assertThat(Utf8Validator.check(Utf8Validator.COMPLETE, buffer, 0, first + 1)).isEqualTo(Utf8Validator.INVALID);
	}

	@Test
	void everyCodePointIsJudgedLikeTheJdkDoes() {
		ByteBuffer buffer = ByteBuffer.allocate(4);
		for (int codePoint = 0; codePoint <= 0x11_FFFF; codePoint++) {
			buffer.clear();
			encodeAnyway(codePoint, buffer);
			boolean valid = codePoint <= Character.MAX_CODE_POINT
					&& (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
			int state = Utf8Validator.check(Utf8Validator.COMPLETE, buffer, 0, buffer.position());
			if ((state == Utf8Validator.COMPLETE) != valid) {
				assertThat(state).as("U+%X", codePoint).isEqualTo(Utf8Validator.COMPLETE);
			}
		}
	}

	@Test
	void everyPairOfBytesIsJudgedLikeTheJdkDoes() {
		for (int pair = 0; pair <= 0xFFFF; pair++) {
			byte[] bytes = { (byte) (pair >>> 8), (byte) pair };
			int state = Utf8Validator.check(Utf8Validator.COMPLETE, ByteBuffer.wrap(bytes), 0, 2);
			if ((state == Utf8Validator.COMPLETE) != isUtf8(bytes)) {
				assertThat(state).as("%04x", pair).isEqualTo(isUtf8(bytes) ? Utf8Validator.COMPLETE : -2);
			}
		}
	}

	@RepeatedTest(500)
	void randomBytesAreJudgedLikeTheJdkDoesHoweverTheyAreCut(RepetitionInfo repetition) {
		SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
		for (int i = 0; i < 40; i++) {
			byte[] bytes = almostUtf8(random);
			ByteBuffer buffer = ByteBuffer.wrap(bytes);
			int state = Utf8Validator.COMPLETE;
			int index = 0;
			while (index < bytes.length && state != Utf8Validator.INVALID) {
				int length = random.nextInt(bytes.length - index + 1);
				state = Utf8Validator.check(state, buffer, index, length);
				index += length;
			}
			assertThat(state == Utf8Validator.COMPLETE).as(HexFormat.of().formatHex(bytes)).isEqualTo(isUtf8(bytes));
		}
	}

	@RepeatedTest(50)
	void oneWrongByteInLongAsciiIsFoundWhereverItIs(RepetitionInfo repetition) {
		int length = repetition.getCurrentRepetition();
		for (int position = 0; position < length; position++) {
			byte[] bytes = "a".repeat(length).getBytes(StandardCharsets.US_ASCII);
			bytes[position] = (byte) 0xBF;
			assertThat(Utf8Validator.check(Utf8Validator.COMPLETE, ByteBuffer.wrap(bytes), 0, length))
				.isEqualTo(Utf8Validator.INVALID);
		}
	}

	@Test
	void looksAtNothingBeyondThePiece() {
		ByteBuffer buffer = bytes("ff41ff");
		assertThat(Utf8Validator.check(Utf8Validator.COMPLETE, buffer, 1, 1)).isEqualTo(Utf8Validator.COMPLETE);
		assertThat(Utf8Validator.check(Utf8Validator.COMPLETE, buffer, 1, 0)).isEqualTo(Utf8Validator.COMPLETE);
		assertThat(buffer.position()).isZero();
	}

	private static void assertEverySplit(String hex, boolean valid) {
		ByteBuffer buffer = bytes(hex);
		int length = buffer.remaining();
		for (int first = 0; first <= length; first++) {
			for (int second = first; second <= length; second++) {
				int state = checkInPieces(buffer, 0, first, second, length);
				if (valid) {
					assertThat(state).as("cut at %d and %d", first, second).isEqualTo(Utf8Validator.COMPLETE);
				}
				else {
					assertThat(state).as("cut at %d and %d", first, second).isEqualTo(Utf8Validator.INVALID);
				}
			}
		}
	}

	private static int checkInPieces(ByteBuffer buffer, int... borders) {
		int state = Utf8Validator.COMPLETE;
		for (int i = 1; i < borders.length; i++) {
			state = Utf8Validator.check(state, buffer, borders[i - 1], borders[i] - borders[i - 1]);
			if (state == Utf8Validator.INVALID) {
				return state;
			}
		}
		return state;
	}

	private static int check(String hex) {
		ByteBuffer buffer = bytes(hex);
		return Utf8Validator.check(Utf8Validator.COMPLETE, buffer, 0, buffer.remaining());
	}

	// Surrogates and numbers that are too large as well.
	private static void encodeAnyway(int codePoint, ByteBuffer out) {
		if (codePoint < 0x80) {
			out.put((byte) (codePoint));
		}
		else if (codePoint < 0x800) {
			out.put((byte) (0xC0 | codePoint >>> 6)).put((byte) (0x80 | codePoint & 0x3F));
		}
		else if (codePoint < 0x1_0000) {
			out.put((byte) (0xE0 | codePoint >>> 12))
				.put((byte) (0x80 | codePoint >>> 6 & 0x3F))
				.put((byte) (0x80 | codePoint & 0x3F));
		}
		else {
			out.put((byte) (0xF0 | codePoint >>> 18))
				.put((byte) (0x80 | codePoint >>> 12 & 0x3F))
				.put((byte) (0x80 | codePoint >>> 6 & 0x3F))
				.put((byte) (0x80 | codePoint & 0x3F));
		}
	}

	// Bytes that are right often enough to get anywhere.
	private static byte[] almostUtf8(SplittableRandom random) {
		StringBuilder text = new StringBuilder();
		int characters = random.nextInt(12);
		for (int i = 0; i < characters; i++) {
			text.appendCodePoint(switch (random.nextInt(4)) {
				case 0 -> random.nextInt(0x80);
				case 1 -> random.nextInt(0x80, 0x800);
				case 2 -> random.nextInt(0x800, 0xD800);
				default -> random.nextInt(0x1_0000, 0x11_0000);
			});
			if (random.nextInt(4) == 0) {
				text.append("ascii".repeat(random.nextInt(4)));
			}
		}
		byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
		if (bytes.length > 0 && random.nextBoolean()) {
			bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
		}
		return bytes;
	}

	private static boolean isUtf8(byte[] bytes) {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
			return true;
		}
		catch (CharacterCodingException ex) {
			return false;
		}
	}

	private static ByteBuffer bytes(String hex) {
		return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
	}

}
