package io.aerosocket.internal.message;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.aerosocket.ConnectionOptions;
import io.aerosocket.ProtocolViolationException;
import io.aerosocket.internal.frame.FrameDecoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MessagePieces}, behind the assembler that uses them. A script is a
 * list of frames as a server sends them; a stroke is where one read ends.
 */
class MessagePiecesTests {

	private final RecordingSink sink = new RecordingSink();

	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

	private FrameDecoder decoder = decoder(1 << 20);

	@AfterEach
	void everythingIsReleased() {
		assertThat(this.allocator.metric().usedDirectMemory()).as("bytes still held").isZero();
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					one frame in one read          | "810568656c6c6f"               | first last text hello
					one frame in two reads         | "810568656c | 6c6f"            | first text hel;last text lo
					a header that is cut           | "81 | 05 | 68656c6c6f"         | first last text hello
					an end that stands alone       | "010141 | 8000"                | first text A;last text
					a header before anything       | "8102 | 4142"                  | first last text AB
					fragments                      | "020141 000142 800143"         | first binary A;binary B;last binary C
					empty fragments are not told   | "0100 000141 0000 8000"        | first text A;last text
					empty in one frame             | "8200"                         | first last binary
					empty in several               | "0100 0000 8000"               | first last text
					a Ping between fragments       | "010141 890170 800142"         | first text A;ping p;last text B
					one message after the other    | "810141 820142 010143 8000"    | first last text A;first last binary B;first text C;last text
					a character in two fragments   | "0101c3 8001bc"                | first text \ufffd;last text \ufffd
					a character in two reads       | "8102c3 | bc"                  | first text \ufffd;last text \ufffd
					a character before ASCII       | "0101c3 8002bc41"              | first text \ufffd;last text \ufffdA
					""")
	void handsOn(String what, String script, String events) {
		play(script);
		assertThat(this.sink.events()).isEqualTo(List.of(events.split(";")));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					a wrong byte                        | "81036162ff"            | the text is not UTF-8  |
					a wrong byte behind good ones       | "010141 0001ff"         | the text is not UTF-8  | first text A
					ASCII within a character            | "0101c3 800141"         | the text is not UTF-8  | first text \ufffd
					the end within a character          | "0101c3 8000"           | the text is not UTF-8  | first text \ufffd
					a message within a message          | "010141 810142"         | a new message before   | first text A
					a continuation of nothing           | "8000"                  | a continuation without |
					too many fragments                  | "020141 000142 000143 000144 800145" | more than 4 fragments | first binary A;binary B;binary C;binary D
					""")
	void refuses(String what, String script, String rule, String events) {
		assertThatExceptionOfType(ProtocolViolationException.class).isThrownBy(() -> play(script))
			.withMessageContaining(rule);
		assertThat(this.sink.events()).isEqualTo((events != null) ? List.of(events.split(";")) : List.of());
	}

	@Test
	void aMessageMayBeLargerThanABuffer() {
		this.decoder = decoder(1L << 40);
		play("027f 0000000300000000");
		for (int i = 0; i < 3; i++) {
			playBytes(new byte[1000]);
		}
		assertThat(this.sink.events()).hasSize(3);
	}

	@Test
	void theLimitIsOnTheWholeMessage() {
		this.decoder = decoder(5);
		play("0203414243 000144");
		assertThatExceptionOfType(ProtocolViolationException.class).isThrownBy(() -> play("0002"))
			.withMessage("message of 6 bytes or more (limit: 5)");
	}

	@Test
	void noSumIsTooLargeToBeSeen() {
		this.decoder = decoder(Long.MAX_VALUE);
		play("020141");
		assertThatExceptionOfType(ProtocolViolationException.class).isThrownBy(() -> play("007f 7fffffffffffffff"))
			.withMessageContaining("limit: 9223372036854775807");
	}

	@Test
	void aSinkMayWantNoMoreBetweenTwoPieces() {
		this.sink.wantsMore(false);
		ByteBuf wire = Unpooled.wrappedBuffer(HexFormat.of().parseHex("010141800142"));
		this.decoder.decode(wire);
		assertThat(this.sink.events()).containsExactly("first text A");
		assertThat(wire.readableBytes()).isEqualTo(3);
	}

	private FrameDecoder decoder(long maxMessage) {
		MessageAssembler assembler = new MessageAssembler(this.sink,
				ConnectionOptions.builder().maxMessageSize(maxMessage).maxFragments(4).build(), this.allocator, null,
				true);
		return new FrameDecoder(assembler, Math.max(125, maxMessage), 0, false);
	}

	private void play(String script) {
		Arrays.stream(script.split("\\|")).forEach((read) -> playBytes(HexFormat.of().parseHex(read.replace(" ", ""))));
	}

	private void playBytes(byte[] read) {
		this.decoder.decode(Unpooled.wrappedBuffer(read));
	}

}
