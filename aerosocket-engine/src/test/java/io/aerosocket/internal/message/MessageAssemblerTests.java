package io.aerosocket.internal.message;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.ConnectionOptions;
import io.aerosocket.ProtocolViolationException;
import io.aerosocket.internal.frame.FrameDecoder;
import io.aerosocket.internal.frame.Opcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link MessageAssembler}, one row for each rule. A script is a list of frames
 * as a server sends them, which keeps payloads readable. It is played twice: like that,
 * and masked.
 */
class MessageAssemblerTests {

	private static final int TRUSTED = 64 * 1024;

	private static final int HEADROOM = 10;

	private static final int KEY = 0x37FA_21BD;

	private static final List<ByteBufAllocator> allocators = List.of(PooledByteBufAllocator.DEFAULT,
			new AdaptiveByteBufAllocator(true), UnpooledByteBufAllocator.DEFAULT);

	private final RecordingSink sink = new RecordingSink();

	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

	private MessageAssembler assembler = assembler((options) -> {
	});

	@AfterEach
	void everythingIsReleased() {
		this.assembler.release();
		assertThat(reserved()).as("bytes still held").isZero();
	}

	@ParameterizedTest(name = "RFC 6455 {0}: {1}")
	@CsvSource(delimiter = '|',
			textBlock = """
					5.4   | one frame is a message              | 810568656c6c6f                             | text hello
					5.4   | fragments are joined in order       | 010268 65 000 16c 80026c6f                 | text hello
					5.4   | binary as well                      | 020141 000142 800143                       | binary ABC
					5.4   | fragments may be empty              | 0100 0000 8000                             | text
					5.4   | the first may be empty              | 0200 800141                                | binary A
					5.4   | the last may be empty               | 020141 8000                                | binary A
					5.5   | Ping between fragments              | 010141 890170 800142                       | ping p;text AB
					5.5   | Pong between fragments              | 010141 8a0170 800142                       | pong p;text AB
					5.5.1 | Close between fragments             | 010141 880203e8                            | close 1000
					5.5.1 | Close without a code                | 8800                                       | close 1005
					5.5.1 | Close with a reason                 | 880503e9627965                             | close 1001 bye
					5.5   | several Pings between fragments     | 010141 890131 890132 000142 890133 800143  | ping 1;ping 2;ping 3;text ABC
					5.4   | one message after the other         | 010141 800142 020143 800144 810145         | text AB;binary CD;text E
					5.4   | empty messages                      | 8100 8200                                  | text;binary
					8.1   | a character over two fragments      | 0101c3 8001a9                              | text é
					8.1   | a character over four fragments     | 0101f0 00019f 000198 800180                | text 😀
					8.1   | an empty fragment in a character    | 0101c3 0000 8001a9                         | text é
					8.1   | a Ping in a character               | 0101c3 890170 8001a9                       | ping p;text é
					8.1   | binary need not be UTF-8            | 0201c3 800141                              | binary �A
					""")
	void accepts(String section, String rule, String frames, String events) {
		for (int pieces = 1; pieces < 80; pieces++) {
			this.sink.events().clear();
			if (pieces % 2 == 0) {
				decode(frames, pieces / 2);
			}
			else {
				decodeMasked(frames, pieces / 2 + 1);
			}
			assertThat(this.sink.events()).as("in pieces of %d", pieces).containsExactly(events.split(";"));
			assertThat(reserved()).as("kept after a whole message, in pieces of %d", pieces)
				.isEqualTo(rule.equals("Close between fragments") ? HEADROOM + 1 : 0);
			this.assembler.release();
			this.assembler = assembler((options) -> {
			});
		}
	}

	@ParameterizedTest(name = "RFC 6455 {0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			5.4   | continuation without a message      | 800141                        | 1002 | continuation
			5.4   | unfinished continuation as well     | 000141                        | 1002 | continuation
			5.4   | continuation after a whole message  | 810141 800142                 | 1002 | continuation
			5.4   | continuation after the last         | 010141 800142 800143          | 1002 | continuation
			5.4   | text within a message               | 010141 810142                 | 1002 | new message
			5.4   | binary within a message             | 010141 820142                 | 1002 | new message
			5.4   | a first fragment within a message   | 020141 020142                 | 1002 | new message
			5.4   | also after an empty fragment        | 0100 8100                     | 1002 | new message
			5.5.1 | Close with half a code              | 880103                        | 1002 | no code
			7.4.2 | Close with a reserved code          | 880203ed                      | 1002 | 1005
			8.1   | Close reason is not UTF-8           | 880303e8ff                    | 1007 | UTF-8
			8.1   | text is not UTF-8                   | 8101ff                        | 1007 | UTF-8
			8.1   | text ends within a character        | 8101c3                        | 1007 | UTF-8
			8.1   | fragments end within a character    | 0101c3 8000                   | 1007 | UTF-8
			8.1   | wrong in the first fragment         | 0101ff                        | 1007 | UTF-8
			8.1   | wrong across fragments              | 0101c3 800141                 | 1007 | UTF-8
			8.1   | wrong after ASCII fragments         | 010141 000142 8001c0          | 1007 | UTF-8
			8.1   | surrogate over two fragments        | 0101ed 0001a0                 | 1007 | UTF-8
			""")
	void refuses(String section, String rule, String frames, int code, String message) {
		for (int pieces = 1; pieces < 40; pieces++) {
			int size = pieces;
			assertThatExceptionOfType(ProtocolViolationException.class).as("in pieces of %d", pieces)
				.isThrownBy(() -> decode(frames, size));
			this.assembler.release();
			this.assembler = assembler((options) -> {
			});
			assertThatExceptionOfType(ProtocolViolationException.class).as("masked, in pieces of %d", pieces)
				.isThrownBy(() -> decodeMasked(frames, size))
				.withMessageContaining(message)
				.satisfies((violation) -> assertThat(violation.closeCode().value()).isEqualTo(code));
			this.assembler.release();
			assertThat(reserved()).isZero();
			this.assembler = assembler((options) -> {
			});
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			in the middle of a frame       | 81 7e 1000 41414141 ff
			within a character             | 81 7e 1000 41414141 e2 41
			at the second byte of overlong | 81 7e 1000 e0 80
			in a fragment that goes on     | 01 05 c0
			""")
	void wrongUtf8IsRefusedAtTheFirstWrongByte(String rule, String beginning) {
		assertThatExceptionOfType(ProtocolViolationException.class).isThrownBy(() -> decodeMasked(beginning, 1))
			.satisfies((violation) -> assertThat(violation.closeCode().value()).isEqualTo(1007));
		assertThat(this.sink.events()).isEmpty();
	}

	@ParameterizedTest(name = "RFC 6455 7.4.1: {0}")
	@CsvSource(delimiter = '|', textBlock = """
			one frame of the limit               | 8208 4141414141414141                    | true
			one frame beyond                     | 8209                                     | false
			fragments of the limit               | 0204 41414141 8004 41414141              | true
			fragments beyond, nothing of it sent | 0204 41414141 0005                       | false
			the last fragment beyond             | 0208 4141414141414141 8001               | false
			an empty fragment at the limit       | 0208 4141414141414141 8000               | true
			control frames do not count          | 0208 4141414141414141 89034141418000     | true
			""")
	void limitsTheMessageByWhatIsDeclared(String rule, String frames, boolean accepted) {
		for (int pieces = 1; pieces < 24; pieces++) {
			this.assembler = assembler((options) -> options.maxMessageSize(8));
			int size = pieces;
			if (accepted) {
				decode(frames, size);
				assertThat(this.sink.events()).last().isEqualTo("binary AAAAAAAA");
			}
			else {
				assertThatExceptionOfType(ProtocolViolationException.class).isThrownBy(() -> decode(frames, size))
					.withMessageContaining("limit: 8")
					.satisfies((violation) -> assertThat(violation.closeCode().value()).isEqualTo(1009));
			}
			this.assembler.release();
		}
	}

	@Test
	void aWholeFrameBeyondTheLimitIsRefused() {
		this.assembler = assembler((options) -> options.maxMessageSize(8));
		assertThatExceptionOfType(ProtocolViolationException.class)
			.isThrownBy(() -> decode("8209" + "41".repeat(9), 99))
			.satisfies((violation) -> assertThat(violation.closeCode().value()).isEqualTo(1009));
	}

	@ParameterizedTest(name = "{0} fragments of at most 3")
	@ValueSource(ints = { 1, 2, 3, 4, 5 })
	void limitsTheFragmentsOfAMessage(int fragments) {
		this.assembler = assembler((options) -> options.maxFragments(3));
		String message = (fragments == 1) ? "8201 41"
				: "0201 41" + "0001 41".repeat(fragments - 2) + "89 00" + "8001 41";
		if (fragments <= 3) {
			decode(message.repeat(2), 1);
			assertThat(this.sink.events()).filteredOn((event) -> event.startsWith("binary"))
				.containsExactly("binary " + "A".repeat(fragments), "binary " + "A".repeat(fragments));
		}
		else {
			assertThatExceptionOfType(ProtocolViolationException.class).isThrownBy(() -> decode(message, 1))
				.withMessageContaining("3 fragments")
				.satisfies((violation) -> assertThat(violation.closeCode().value()).isEqualTo(1009));
		}
	}

	@Test
	void emptyFragmentsCountAsFragments() {
		this.assembler = assembler((options) -> options.maxFragments(100));
		assertThatExceptionOfType(ProtocolViolationException.class)
			.isThrownBy(() -> decode("0100" + "0000".repeat(100), 64))
			.satisfies((violation) -> assertThat(violation.closeCode().value()).isEqualTo(1009));
	}

	@Test
	void anAnnouncedFrameReservesAtMostWhatIsTrusted() {
		start(Opcode.BINARY, true, 200 * 1024);
		assertThat(reserved()).isLessThanOrEqualTo(TRUSTED + 1024);
		part(10);
		assertThat(reserved()).isLessThanOrEqualTo(TRUSTED + 1024);
	}

	@Test
	void theFirstByteOfAnAnnouncedFrameReservesLittle() {
		start(Opcode.BINARY, true, TRUSTED);
		part(1);
		assertThat(reserved()).isLessThanOrEqualTo(4096 + HEADROOM);
		this.assembler.release();
	}

	@Test
	void moreIsReservedAsItComes() {
		start(Opcode.BINARY, true, TRUSTED);
		for (int sent = 128; sent <= TRUSTED; sent += 128) {
			part(128);
			assertThat(reserved()).as("bytes reserved after %s", sent)
				.isLessThanOrEqualTo(HEADROOM + Math.max(4096, 4L * sent));
		}
		this.assembler.frameEnd();
		assertThat(this.sink.events()).singleElement().asString().hasSize("binary ".length() + TRUSTED);
	}

	@ParameterizedTest
	@ValueSource(ints = { 4097, 16_384, TRUSTED })
	void aFrameOfWhichAQuarterHasComeIsReservedWhole(int length) {
		start(Opcode.BINARY, true, length);
		part((length + 3) / 4);
		assertThat(reserved()).isEqualTo(HEADROOM + length);
		this.assembler.release();
	}

	@Test
	void anAnnouncedLastFragmentReservesAtMostWhatIsTrusted() {
		whole(Opcode.BINARY, false, 1);
		start(Opcode.CONTINUATION, true, 200 * 1024);
		part(10);
		assertThat(reserved()).isLessThanOrEqualTo(TRUSTED + 1024);
	}

	@Test
	void anAnnouncedMiddleFragmentReservesAtMostWhatIsTrusted() {
		whole(Opcode.BINARY, false, 100);
		start(Opcode.CONTINUATION, false, 200 * 1024);
		part(1);
		assertThat(reserved()).isLessThanOrEqualTo(TRUSTED + 1024);
	}

	@Test
	void memoryStaysInProportionToWhatWasSent() {
		start(Opcode.BINARY, false, 200 * 1024);
		int sent = 0;
		while (sent < 200 * 1024) {
			part(1024);
			sent += 1024;
			assertThat(reserved()).as("after %d bytes", sent)
				.isLessThanOrEqualTo(HEADROOM + Math.max(TRUSTED, 4L * sent));
		}
		this.assembler.frameEnd();
		whole(Opcode.CONTINUATION, true, 50 * 1024);
		assertThat(this.sink.events()).hasSize(1);
		assertThat(this.sink.events().get(0)).hasSize("binary ".length() + 250 * 1024);
	}

	@Test
	void aMessageOfOneFrameWithinOneReadIsNotCopied() {
		ByteBuf wire = bytes("81026869");
		new FrameDecoder(this.assembler, 1 << 20, 0, false).decode(wire);
		assertThat(this.sink.lastOwner()).isSameAs(wire);
		assertThat(reserved()).isZero();
		assertThat(wire.release()).isTrue();
	}

	@ParameterizedTest(name = "{0} bytes")
	@ValueSource(ints = { 1, 125, 126, 4095, 4096, 65_535, 65_536, 100_000 })
	void aMaskedMessageHasRoomForTheHeaderOfAServersFrame(int length) {
		byte[] payload = "0123456789".repeat(length / 10 + 1).substring(0, length).getBytes();
		ByteBuf wire = masked(0x81, payload);
		new FrameDecoder(this.assembler, 1 << 20, 0, true).decode(wire);
		assertThat(this.sink.events()).containsExactly("text " + new String(payload));
		assertThat(this.sink.lastOwner()).isSameAs(wire);
		assertThat(this.sink.lastRoom()).isTrue();
		assertThat(wire.refCnt()).isEqualTo(1);
		assertThat(reserved()).isZero();
	}

	@Test
	void aMessageWithoutAMaskHasNoMoreRoomThanItsOwnHeader() {
		ByteBuf wire = Unpooled.buffer().writeByte(0x82).writeByte(126).writeShort(5000).writeZero(5000);
		new FrameDecoder(this.assembler, 1 << 20, 0, false).decode(wire);
		assertThat(this.sink.lastOwner()).isSameAs(wire);
		assertThat(this.sink.lastRoom()).isFalse();
	}

	@Test
	void aMessageInPiecesHasRoomInFront() {
		decodeMasked("010268 65 000 16c 80026c6f", 3);
		assertThat(this.sink.events()).containsExactly("text hello");
		assertThat(this.sink.lastRoom()).isTrue();
	}

	@Test
	void aLargeTextThatIsNotUtf8IsRefused() {
		byte[] payload = new byte[5000];
		payload[4000] = (byte) 0xFF;
		ByteBuf wire = masked(0x81, payload);
		assertThatExceptionOfType(ProtocolViolationException.class)
			.isThrownBy(() -> new FrameDecoder(this.assembler, 1 << 20, 0, true).decode(wire))
			.satisfies((violation) -> assertThat(violation.closeCode().value()).isEqualTo(1007));
		assertThat(reserved()).isZero();
	}

	@Test
	void aMessageIsNeverLargerThanABuffer() {
		this.assembler = assembler((options) -> options.maxMessageSize(Long.MAX_VALUE));
		assertThatExceptionOfType(ProtocolViolationException.class)
			.isThrownBy(() -> start(Opcode.BINARY, true, Integer.MAX_VALUE))
			.satisfies((violation) -> assertThat(violation.closeCode().value()).isEqualTo(1009));
	}

	@Test
	void aFragmentMayNotAnnounceMoreThanANumberHolds() {
		this.assembler = assembler((options) -> options.maxMessageSize(Long.MAX_VALUE));
		start(Opcode.BINARY, false, 10);
		part(10);
		this.assembler.frameEnd();
		assertThatExceptionOfType(ProtocolViolationException.class)
			.isThrownBy(() -> start(Opcode.CONTINUATION, true, Long.MAX_VALUE))
			.satisfies((violation) -> assertThat(violation.closeCode().value()).isEqualTo(1009));
	}

	@Test
	void inputIsLentOnly() {
		ByteBuf wire = bytes("0102686989017080026c6f8103");
		new FrameDecoder(this.assembler, 1 << 20, 0, false).decode(wire);
		assertThat(wire.refCnt()).isEqualTo(1);
		assertThat(wire.release()).isTrue();
	}

	@Test
	void releaseGivesUpAnUnfinishedMessage() {
		start(Opcode.BINARY, false, 1000);
		part(10);
		assertThat(reserved()).isPositive();
		this.assembler.release();
		assertThat(reserved()).isZero();
		this.assembler.release();
	}

	@Test
	void releaseGivesUpAnUnfinishedControlFrameWithinAMessage() {
		whole(Opcode.TEXT, false, 10);
		start(Opcode.PING, true, 100);
		part(10);
		this.assembler.release();
		assertThat(reserved()).isZero();
	}

	@Test
	void aSinkThatFailsCostsNoMemory() {
		this.sink.failWith(new IllegalStateException("sink"));
		whole(Opcode.BINARY, false, 10);
		assertThatIllegalStateException().isThrownBy(() -> whole(Opcode.CONTINUATION, true, 10));
		start(Opcode.PING, true, 2);
		part(2);
		assertThatIllegalStateException().isThrownBy(this.assembler::frameEnd);
		assertThat(reserved()).isZero();
	}

	@ParameterizedTest
	@FieldSource("allocators")
	void whatIsKeptMayLieInAnyMemory(ByteBufAllocator allocator) {
		ByteBuf neighbour = allocator.directBuffer(300).writeZero(300);
		this.assembler = new MessageAssembler(this.sink, ConnectionOptions.builder().build(), allocator, null);
		decodeMasked("010268 65 000 16c 890170 80026c6f", 1);
		assertThat(this.sink.events()).containsExactly("ping p", "text hello");
		neighbour.release();
	}

	@Test
	void asksTheSinkWhetherMoreIsWanted() {
		assertThat(this.assembler.wantsMore()).isTrue();
		this.sink.wantsMore(false);
		assertThat(this.assembler.wantsMore()).isFalse();
	}

	@Test
	void keepsAMessageOfTheLargestSizeInManyFragments() {
		this.assembler = assembler((options) -> options.maxMessageSize(100_000).maxFragments(2000));
		whole(Opcode.BINARY, false, 1);
		for (int i = 0; i < 99; i++) {
			whole(Opcode.CONTINUATION, false, 1010);
		}
		whole(Opcode.CONTINUATION, true, 9);
		assertThat(this.sink.events()).singleElement()
			.asString()
			.hasSize("binary ".length() + 100_000)
			.endsWith("x".repeat(1000));
	}

	private MessageAssembler assembler(Consumer<ConnectionOptions.Builder> customizer) {
		ConnectionOptions.Builder options = ConnectionOptions.builder();
		customizer.accept(options);
		return new MessageAssembler(this.sink, options.build(), this.allocator, null);
	}

	private long reserved() {
		return this.allocator.metric().usedDirectMemory() + this.allocator.metric().usedHeapMemory();
	}

	private void start(int opcode, boolean fin, long length) {
		this.assembler.frameStart((fin ? 0x80 : 0) | opcode, length);
	}

	private void part(int length) {
		this.assembler.framePart(ByteBuffer.wrap("x".repeat(length).getBytes()), 0, length, 0);
	}

	private void whole(int opcode, boolean fin, int length) {
		ByteBuf owner = Unpooled.wrappedBuffer("x".repeat(length).getBytes());
		this.assembler.frame((fin ? 0x80 : 0) | opcode, owner, owner.nioBuffer(), 0, length, 0);
	}

	private void decode(String hex, int pieces) {
		decode(bytes(hex), pieces, false);
	}

	private void decodeMasked(String hex, int pieces) {
		decode(masked(bytes(hex)), pieces, true);
	}

	private void decode(ByteBuf wire, int pieces, boolean masked) {
		FrameDecoder decoder = new FrameDecoder(this.assembler, 1 << 20, 0, masked);
		while (wire.isReadable()) {
			decoder.decode(wire.readSlice(Math.min(pieces, wire.readableBytes())));
		}
	}

	private static ByteBuf masked(ByteBuf in) {
		ByteBuf out = Unpooled.buffer();
		while (in.isReadable()) {
			out.writeByte(in.readByte());
			int length = in.readByte();
			out.writeByte(0x80 | length);
			if (length == 126) {
				length = in.readUnsignedShort();
				out.writeShort(length);
			}
			out.writeInt(KEY);
			for (int i = 0, end = Math.min(length, in.readableBytes()); i < end; i++) {
				out.writeByte(in.readByte() ^ KEY >>> (24 - 8 * (i % 4)));
			}
		}
		return out;
	}

	private static ByteBuf masked(int first, byte[] payload) {
		ByteBuf wire = Unpooled.buffer().writeByte(first);
		if (payload.length < 126) {
			wire.writeByte(0x80 | payload.length);
		}
		else if (payload.length <= 0xFFFF) {
			wire.writeByte(0x80 | 126).writeShort(payload.length);
		}
		else {
			wire.writeByte(0x80 | 127).writeLong(payload.length);
		}
		wire.writeInt(KEY);
		for (int i = 0; i < payload.length; i++) {
			wire.writeByte(payload[i] ^ KEY >>> (24 - 8 * (i % 4)));
		}
		return wire;
	}

	private static ByteBuf bytes(String hex) {
		return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
	}

}
