package io.aerosocket.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ReplyReader}: batches of three times the text {@code Hello}.
 */
class ReplyReaderTests {

	private static final String HELLO = "81 05 48656c6c6f ";

	private final ReplyReader reader = ReplyReader.ofBatches(new ExpectedReplies(bytes(HELLO), 3));

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			nothing else   | 81 05 48656c6c6f       81 05 48656c6c6f 81 05 48656c6c6f
			Ping first     | 89 00 81 05 48656c6c6f 81 05 48656c6c6f 81 05 48656c6c6f
			Ping between   | 81 05 48656c6c6f 89 02 6869 81 05 48656c6c6f 81 05 48656c6c6f
			Ping and Pong  | 81 05 48656c6c6f 89 00 8a 01 61 81 05 48656c6c6f 81 05 48656c6c6f
			""")
	void completesHoweverTheBytesAreCut(String name, String wire) {
		byte[] bytes = bytes(wire);
		for (int piece = 1; piece <= bytes.length; piece++) {
			this.reader.begin();
			for (int from = 0; from < bytes.length; from += piece) {
				int to = Math.min(bytes.length, from + piece);
				assertThat(this.reader.read(ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, to))))
					.isEqualTo(to == bytes.length);
			}
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			other payload     | 81 05 48656c6c6e                    | other than expected at byte 6
			other opcode      | 82 05 48656c6c6f                    | other than expected at byte 0
			cut short         | 81 05 48656c 81 05 48656c6c6f       | other than expected at byte 5
			one too many      | 81 05 48656c6c6f 81 05 48656c6c6f 81 05 48656c6c6f 81 | other than expected at byte 21
			closed            | 81 05 48656c6c6f 88 05 03e9 627965  | Close 1001 bye
			closed, no code   | 88 00                               | Close without a code
			""")
	void refusesWhatIsNoEcho(String name, String wire, String message) {
		this.reader.begin();
		assertThatExceptionOfType(LoadException.class).isThrownBy(() -> this.reader.read(ByteBuffer.wrap(bytes(wire))))
			.withMessageContaining(message);
	}

	@Test
	void largeRepliesAreComparedNowAndThen() {
		byte[] reply = new byte[5000];
		Arrays.fill(reply, (byte) 'a');
		ReplyReader large = ReplyReader.ofBatches(new ExpectedReplies(reply, 2));
		for (int batch = 1; batch < 64; batch++) {
			large.begin();
			byte[] replies = new byte[10_000];
			Arrays.fill(replies, (byte) 'a');
			assertThat(large.read(ByteBuffer.wrap(replies))).isTrue();
		}
		large.begin();
		byte[] notCompared = new byte[10_000];
		notCompared[0] = 'a';
		notCompared[5000] = 'a';
		assertThat(large.read(ByteBuffer.wrap(notCompared))).isTrue();
		large.begin();
		assertThatExceptionOfType(LoadException.class).isThrownBy(() -> large.read(ByteBuffer.wrap(notCompared)))
			.withMessageContaining("at byte 1 ");
	}

	@Test
	void startOfEachLargeReplyIsAlwaysCompared() {
		byte[] reply = new byte[5000];
		reply[0] = (byte) 0x81;
		ReplyReader large = ReplyReader.ofBatches(new ExpectedReplies(reply, 2));
		large.begin();
		large.begin();
		assertThat(large.read(ByteBuffer.wrap(reply))).isFalse();
		assertThat(large.read(ByteBuffer.wrap(bytes("89 00")))).isFalse();
		assertThat(large.read(ByteBuffer.wrap(reply))).isTrue();
	}

	@ParameterizedTest(name = "in pieces of {0} bytes")
	@ValueSource(ints = { 1, 2, 7, 10, 21, 100 })
	void countsRepliesWithoutEnd(int piece) {
		ReplyReader endless = ReplyReader.endless(new ExpectedReplies(bytes(HELLO), 3));
		byte[] wire = bytes(HELLO.repeat(6) + "89 00 " + HELLO.repeat(4));
		for (int from = 0; from < wire.length; from += piece) {
			endless.read(ByteBuffer.wrap(Arrays.copyOfRange(wire, from, Math.min(wire.length, from + piece))));
		}
		assertThat(endless.replies()).isEqualTo(10);
	}

	@Test
	void refusesOtherRepliesHoweverLate() {
		ReplyReader endless = ReplyReader.endless(new ExpectedReplies(bytes(HELLO), 3));
		assertThatExceptionOfType(LoadException.class)
			.isThrownBy(() -> endless.read(ByteBuffer.wrap(bytes(HELLO.repeat(7) + "81 05 48656c6c6e"))))
			.withMessageContaining("at byte 13 of batch 2");
	}

	private static byte[] bytes(String hex) {
		return HexFormat.of().parseHex(hex.replace(" ", ""));
	}

}
