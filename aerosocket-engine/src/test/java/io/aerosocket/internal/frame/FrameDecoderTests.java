package io.aerosocket.internal.frame;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseCode;
import io.aerosocket.ProtocolViolationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FrameDecoder}, one row for each rule. Key {@code 00000000} keeps
 * payloads readable in the tables.
 */
class FrameDecoderTests {

	private static final int MAX_PAYLOAD = 0x1_0000;

	private static final int RSV1 = 0x40;

	/**
	 * Every length form, every opcode, an empty frame at each place, keys that differ.
	 */
	private static final String SCRIPT = "81 85 37fa213d 7f9f4d5158" + "89 80 0a0b0c0d" + "01 83 00000000 48656c"
			+ "8a 82 01020304 6869" + "00 80 11111111" + "80 82 00000000 6c6f" + "82 80 00000000"
			+ "82 fe 007e 00000000" + "41".repeat(126) + "81 82 000000ff c3a9" + "88 82 00000000 03e8";

	private final RecordingSink sink = new RecordingSink();

	private final List<String> calls = this.sink.frames();

	private final FrameDecoder decoder = new FrameDecoder(this.sink, MAX_PAYLOAD, 0, true);

	@AfterEach
	void buffersAreLentOnly() {
		assertThat(this.sink.referenceCounts()).allMatch((count) -> count == 1);
	}

	@ParameterizedTest(name = "RFC 6455 {0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			5.3   | payload is unmasked              | 81 85 37fa213d 7f9f4d5158         | TEXT fin Hello
			5.3   | key of ones                      | 81 81 ffffffff be                 | TEXT fin A
			5.3   | key repeats after four bytes     | 81 85 01020304 4040404044         | TEXT fin ABCDE
			5.4   | first fragment                   | 01 83 00000000 48656c             | TEXT more Hel
			5.4   | middle fragment                  | 00 81 00000000 6c                 | CONTINUATION more l
			5.4   | last fragment                    | 80 82 00000000 6c6f               | CONTINUATION fin lo
			5.4   | first fragment of binary         | 02 81 00000000 41                 | BINARY more A
			5.5.1 | Close may be empty               | 88 80 00000000                    | CLOSE fin
			5.5.1 | Close with code and reason       | 88 84 00000000 30304f4b           | CLOSE fin 00OK
			5.5.2 | Ping may carry data              | 89 82 00000000 6869               | PING fin hi
			5.5.3 | Pong may carry data              | 8a 82 00000000 6869               | PONG fin hi
			5.6   | Text may be empty                | 81 80 00000000                    | TEXT fin
			5.6   | Binary                           | 82 81 00000000 41                 | BINARY fin A
			5.6   | Binary may be empty              | 82 80 12345678                    | BINARY fin
			""")
	void accepts(String section, String rule, String wire, String call) {
		decode(wire);
		assertThat(this.calls).containsExactly(call);
		assertThat(this.sink.shapes()).as("a frame that arrived whole is one call").containsExactly("frame");
	}

	@ParameterizedTest(name = "RFC 6455 5.2: a payload of {0} bytes in a header of {1}")
	@CsvSource({ "125, 6", "126, 8", "127, 8", "65535, 8", "65536, 14" })
	void acceptsEachLengthInItsShortestForm(int length, int headerBytes) {
		ByteBuf wire = clientFrame(0x82, "A".repeat(length), 0);
		assertThat(wire.readableBytes()).isEqualTo(headerBytes + length);
		decode(wire);
		assertThat(this.calls).containsExactly("BINARY fin " + "A".repeat(length));
	}

	@ParameterizedTest(name = "RFC 6455 5.5: a control payload of {0} bytes")
	@ValueSource(ints = { 0, 1, 124, 125 })
	void acceptsControlPayloadsOfUpTo125Bytes(int length) {
		decode(clientFrame(0x89, "p".repeat(length), 0));
		assertThat(this.calls).containsExactly(("PING fin " + "p".repeat(length)).strip());
	}

	@ParameterizedTest(name = "RFC 6455 {0}: {1}")
	@CsvSource(delimiter = '|',
			textBlock = """
					5.1   | client frames are masked       | 81 00                                  | PROTOCOL_ERROR  | must be masked
					5.1   | client control frames as well  | 89 00                                  | PROTOCOL_ERROR  | must be masked
					5.2   | reserved opcode 3              | 83 80 00000000                         | PROTOCOL_ERROR  | reserved opcode 0x3
					5.2   | reserved opcode 4              | 84 80 00000000                         | PROTOCOL_ERROR  | reserved opcode 0x4
					5.2   | reserved opcode 5              | 85 80 00000000                         | PROTOCOL_ERROR  | reserved opcode 0x5
					5.2   | reserved opcode 6              | 86 80 00000000                         | PROTOCOL_ERROR  | reserved opcode 0x6
					5.2   | reserved opcode 7              | 87 80 00000000                         | PROTOCOL_ERROR  | reserved opcode 0x7
					5.2   | reserved opcode 11             | 8b 80 00000000                         | PROTOCOL_ERROR  | reserved opcode 0xb
					5.2   | reserved opcode 12             | 8c 80 00000000                         | PROTOCOL_ERROR  | reserved opcode 0xc
					5.2   | reserved opcode 13             | 8d 80 00000000                         | PROTOCOL_ERROR  | reserved opcode 0xd
					5.2   | reserved opcode 14             | 8e 80 00000000                         | PROTOCOL_ERROR  | reserved opcode 0xe
					5.2   | reserved opcode 15             | 8f 80 00000000                         | PROTOCOL_ERROR  | reserved opcode 0xf
					5.2   | RSV1 without an extension      | c1 80 00000000                         | PROTOCOL_ERROR  | reserved bit
					5.2   | RSV2                           | a1 80 00000000                         | PROTOCOL_ERROR  | reserved bit
					5.2   | RSV3                           | 91 80 00000000                         | PROTOCOL_ERROR  | reserved bit
					5.2   | RSV1 on a continuation         | c0 80 00000000                         | PROTOCOL_ERROR  | reserved bit
					5.2   | 16-bit length not minimal      | 81 fe 007d 00000000                    | PROTOCOL_ERROR  | shortest form
					5.2   | 16-bit length of zero          | 81 fe 0000 00000000                    | PROTOCOL_ERROR  | shortest form
					5.2   | 64-bit length not minimal      | 81 ff 000000000000ffff 00000000        | PROTOCOL_ERROR  | shortest form
					5.2   | 64-bit length of zero          | 81 ff 0000000000000000 00000000        | PROTOCOL_ERROR  | shortest form
					5.2   | 64-bit length with its top bit | 81 ff 8000000000000000 00000000        | PROTOCOL_ERROR  | shortest form
					5.2   | 64-bit length of all ones      | 81 ff ffffffffffffffff 00000000        | PROTOCOL_ERROR  | shortest form
					5.5   | fragmented Ping                | 09 80 00000000                         | PROTOCOL_ERROR  | must not be fragmented
					5.5   | fragmented Pong                | 0a 80 00000000                         | PROTOCOL_ERROR  | must not be fragmented
					5.5   | fragmented Close               | 08 80 00000000                         | PROTOCOL_ERROR  | must not be fragmented
					5.5   | Ping over 125 bytes            | 89 fe 007e 00000000                    | PROTOCOL_ERROR  | 125 bytes
					5.5   | Close over 125 bytes           | 88 fe 007e 00000000                    | PROTOCOL_ERROR  | 125 bytes
					5.5   | Pong with a 64-bit length      | 8a ff 0000000000010000 00000000        | PROTOCOL_ERROR  | 125 bytes
					7.4.1 | one byte more than we accept   | 82 ff 0000000000010001 00000000        | MESSAGE_TOO_BIG | limit: 65536
					7.4.1 | a length beyond an int         | 82 ff 0000000100000000 00000000        | MESSAGE_TOO_BIG | limit: 65536
					7.4.1 | the largest length             | 82 ff 7fffffffffffffff 00000000        | MESSAGE_TOO_BIG | limit: 65536
					7.4.1 | a fragment counts as well      | 02 ff 0000000000010001 00000000        | MESSAGE_TOO_BIG | limit: 65536
					""")
	void refuses(String section, String rule, String wire, String code, String message) throws Exception {
		CloseCode expected = (CloseCode) CloseCode.class.getField(code).get(null);
		assertRefused(wire, wire.replace(" ", "").length() / 2, expected, message);
		assertRefused(wire, 1, expected, message);
		assertRefused(wire, 3, expected, message);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			not masked, length to come             | 81 7e
			reserved opcode                        | 83 ff
			reserved bit                           | c1 ff
			fragmented control frame               | 09 ff
			control payload over 125 bytes         | 89 fe
			16-bit length not minimal, key to come | 81 fe 007d
			64-bit length not minimal, key to come | 81 ff 000000000000ffff
			64-bit top bit, key to come            | 81 ff 8000000000000000
			too large, key to come                 | 82 ff 0000000000010001
			""")
	void refusesAHeaderThatCanOnlyBeWrongBeforeItIsWhole(String rule, String wire) {
		assertThatExceptionOfType(ProtocolViolationException.class).isThrownBy(() -> decode(wire));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			not masked, length to come     | 81 7e
			reserved opcode                | 83 ff
			reserved bit                   | c1 ff
			fragmented control frame       | 09 ff
			control payload over 125 bytes | 89 fe
			""")
	void refusesAHeaderThatCanOnlyBeWrongByteByByte(String rule, String wire) {
		assertThatExceptionOfType(ProtocolViolationException.class).isThrownBy(() -> decodeInPieces(bytes(wire), 1));
	}

	@Test
	void refusesTheLargestFrameBeforeItsPayloadArrives() {
		decode("82 ff 0000000000010000 00000000");
		assertThat(this.sink.shapes()).containsExactly("start 65536");
		assertThatExceptionOfType(ProtocolViolationException.class)
			.isThrownBy(() -> decoder(true, 0).decode(lent("82 ff 0000000000010001 00000000")))
			.satisfies((violation) -> assertThat(violation.closeCode()).isEqualTo(CloseCode.MESSAGE_TOO_BIG))
			.withMessage("frame of 65537 bytes (limit: 65536)");
	}

	@Test
	void framesBeforeAViolationAreStillHandedOn() {
		assertThatExceptionOfType(ProtocolViolationException.class)
			.isThrownBy(() -> decode("81 81 00000000 41" + "83 80 00000000" + "81 81 00000000 42"));
		assertThat(this.calls).containsExactly("TEXT fin A");
	}

	@Test
	void everyCutGivesTheSameFramesAsTheWhole() {
		List<String> whole = decodedWhole();
		int length = bytes(SCRIPT).readableBytes();
		for (int cut = 0; cut <= length; cut++) {
			assertThat(decodedInPieces(cut)).as("cut at %d", cut).isEqualTo(whole);
		}
	}

	@Test
	void everyTwoCutsGiveTheSameFramesAsTheWhole() {
		List<String> whole = decodedWhole();
		int length = bytes(SCRIPT).readableBytes();
		for (int first = 0; first < length; first++) {
			for (int second = first; second < Math.min(length, first + 16); second++) {
				assertThat(decodedInPieces(first, second)).as("cut at %d and %d", first, second).isEqualTo(whole);
			}
		}
	}

	@ParameterizedTest(name = "pieces of {0} bytes")
	@ValueSource(ints = { 1, 2, 3, 5, 7, 13, 14, 15, 64 })
	void piecesOfAnySizeGiveTheSameFramesAsTheWhole(int size) {
		decodeInPieces(bytes(SCRIPT), size);
		assertThat(this.calls).isEqualTo(decodedWhole());
	}

	@Test
	void coalescedFramesAreHandedOnInOrder() {
		assertThat(decodedWhole()).containsExactly("TEXT fin Hello", "PING fin", "TEXT more Hel", "PONG fin ik",
				"CONTINUATION more", "CONTINUATION fin lo", "BINARY fin", "BINARY fin " + "A".repeat(126),
				"TEXT fin \u00c3\u00a9", "CLOSE fin \u0003\u00e8");
	}

	@RepeatedTest(100)
	void randomFramesInRandomPieces(RepetitionInfo repetition) {
		SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
		ByteBuf wire = Unpooled.buffer();
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			String payload = "x".repeat(random.nextInt(4)) + "yz".repeat(random.nextInt(300));
			wire.writeBytes(clientFrame(0x82, payload, random.nextInt()));
			expected.add(("BINARY fin " + payload).strip());
		}
		while (wire.isReadable()) {
			decode(wire.readBytes(1 + random.nextInt(wire.readableBytes())));
		}
		assertThat(this.calls).isEqualTo(expected);
		wire.release();
	}

	@Test
	void theKeyOfAPieceBeginsWithIt() {
		ByteBuf wire = clientFrame(0x81, "abcdefgh", 0x01020304);
		int header = 6;
		decode(wire.readBytes(header + 3));
		decode(wire.readBytes(1));
		decode(wire);
		assertThat(this.sink.keys()).containsExactly(0x01020304, 0x04010203, 0x01020304);
	}

	@Test
	void aPayloadMayBeLargerThanAnyBuffer() {
		FrameDecoder fresh = new FrameDecoder(this.sink, Long.MAX_VALUE, 0, true);
		fresh.decode(lent("82 ff 0000000100000003 00000000 61"));
		assertThat(this.sink.shapes()).containsExactly("start 4294967299", "part 1");
		assertThat(this.calls).isEmpty();
	}

	@ParameterizedTest(name = "after {0} frames")
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8, 9 })
	void leavesTheRestUnreadWhenNoMoreIsWanted(int wanted) {
		ByteBuf wire = bytes(SCRIPT);
		byte[] untouched = new byte[wire.readableBytes()];
		wire.getBytes(0, untouched);
		this.sink.stopAfter(wanted);
		this.decoder.decode(wire);
		assertThat(this.calls).hasSize(wanted);
		int read = wire.readerIndex();
		for (int i = read; i < untouched.length; i++) {
			assertThat(wire.getByte(i)).as("byte %d, still masked", i).isEqualTo(untouched[i]);
		}
		this.sink.stopAfter(Integer.MAX_VALUE);
		this.decoder.decode(wire);
		assertThat(this.calls).isEqualTo(decodedWhole());
		assertThat(wire.isReadable()).isFalse();
		wire.release();
	}

	@Test
	void stopsAfterAFrameThatArrivedInPieces() {
		ByteBuf wire = bytes("81 83 00000000 616263" + "81 81 00000000 64");
		this.sink.stopAfter(1);
		ByteBuf begin = wire.readBytes(7);
		this.decoder.decode(begin);
		begin.release();
		this.decoder.decode(wire);
		assertThat(this.calls).containsExactly("TEXT fin abc");
		assertThat(wire.readableBytes()).isEqualTo(7);
		wire.release();
	}

	@Test
	void handsOnAnAgreedReservedBit() {
		FrameDecoder agreed = decoder(true, RSV1);
		agreed.decode(lent("c1 81 00000000 41"));
		agreed.decode(lent("c2"));
		agreed.decode(lent("81 00000000 41"));
		assertThat(this.sink.rsv()).containsExactly(RSV1, RSV1);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			another bit than the agreed one           | a1 80 00000000
			the agreed one and another                | e1 80 00000000
			RFC 7692 6.1: the agreed one on a control | c9 80 00000000
			""")
	void refusesReservedBitsThatWereNotAgreed(String rule, String wire) {
		assertThatExceptionOfType(ProtocolViolationException.class)
			.isThrownBy(() -> decoder(true, RSV1).decode(lent(wire)))
			.withMessageContaining("reserved bit");
	}

	@ParameterizedTest(name = "RFC 6455 {0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			5.1 | frames of a server are not masked | 81 05 48656c6c6f         | TEXT fin Hello
			5.5 | Ping of a server                  | 89 02 6869               | PING fin hi
			5.2 | 16-bit length                     | 82 7e 007e               |
			""")
	void readsFramesOfAServer(String section, String rule, String wire, String call) {
		FrameDecoder client = decoder(false, 0);
		String hex = wire.replace(" ", "");
		boolean open = hex.endsWith("007e");
		client.decode(lent(open ? hex + "42".repeat(126) : hex));
		assertThat(this.calls).containsExactly(open ? "BINARY fin " + "B".repeat(126) : call);
	}

	@Test
	void readsFramesOfAServerInPieces() {
		FrameDecoder client = decoder(false, 0);
		for (byte b : HexFormat.of().parseHex("010348656c80026c6f8100")) {
			ByteBuf one = Unpooled.wrappedBuffer(new byte[] { b });
			client.decode(one);
			one.release();
		}
		assertThat(this.calls).containsExactly("TEXT more Hel", "CONTINUATION fin lo", "TEXT fin");
	}

	@Test
	void aServerMustNotMask() {
		assertThatExceptionOfType(ProtocolViolationException.class)
			.isThrownBy(() -> decoder(false, 0).decode(lent("81 80 00000000")))
			.withMessageContaining("must not be masked");
	}

	@ParameterizedTest
	@EnumSource(FrameMaskTests.Memory.class)
	void bytesMayLieInAnyMemory(FrameMaskTests.Memory memory) {
		ByteBuf wire = bytes("ffffff" + SCRIPT);
		byte[] bytes = new byte[wire.readableBytes()];
		wire.readBytes(bytes).release();
		ByteBuf in = memory.copyOf(bytes).skipBytes(3);
		this.decoder.decode(in);
		assertThat(this.calls).isEqualTo(decodedWhole());
		assertThat(in.isReadable()).isFalse();
		assertThat(in.release()).isTrue();
	}

	@Test
	void emptyBufferChangesNothing() {
		decode("81 83 00000000 61");
		decode("");
		decode("6263");
		assertThat(this.calls).containsExactly("TEXT fin abc");
	}

	private void assertRefused(String wire, int pieces, CloseCode code, String message) {
		FrameDecoder fresh = decoder(true, 0);
		assertThatExceptionOfType(ProtocolViolationException.class).isThrownBy(() -> {
			ByteBuf all = lent(wire);
			while (all.isReadable()) {
				fresh.decode(all.readSlice(Math.min(pieces, all.readableBytes())));
			}
		}).withMessageContaining(message).satisfies((violation) -> {
			assertThat(violation.closeCode()).isEqualTo(code);
			assertThat(violation.getStackTrace()).isEmpty();
		});
		assertThat(this.calls).isEmpty();
	}

	private FrameDecoder decoder(boolean fromClient, int rsvAgreed) {
		return new FrameDecoder(this.sink, MAX_PAYLOAD, rsvAgreed, fromClient);
	}

	private static List<String> decodedWhole() {
		return decodedInPieces();
	}

	private static List<String> decodedInPieces(int... cuts) {
		RecordingSink recording = new RecordingSink();
		FrameDecoder fresh = new FrameDecoder(recording, MAX_PAYLOAD, 0, true);
		ByteBuf wire = bytes(SCRIPT);
		for (int cut : cuts) {
			fresh.decode(wire.readSlice(cut - wire.readerIndex()));
		}
		fresh.decode(wire);
		assertThat(wire.isReadable()).isFalse();
		wire.release();
		return recording.frames();
	}

	private void decodeInPieces(ByteBuf wire, int size) {
		try {
			while (wire.isReadable()) {
				this.decoder.decode(wire.readSlice(Math.min(size, wire.readableBytes())));
			}
		}
		finally {
			wire.release();
		}
	}

	private void decode(String hex) {
		decode(bytes(hex));
	}

	private void decode(ByteBuf wire) {
		try {
			this.decoder.decode(wire);
			assertThat(wire.isReadable()).isFalse();
		}
		finally {
			assertThat(wire.refCnt()).isEqualTo(1);
			wire.release();
		}
	}

	// On the heap and unpooled: nothing is lost when a test leaves it alone.
	private static ByteBuf lent(String hex) {
		return bytes(hex);
	}

	private static ByteBuf clientFrame(int first, String latin1, int key) {
		byte[] payload = latin1.getBytes(StandardCharsets.ISO_8859_1);
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
		wire.writeInt(key);
		for (int i = 0; i < payload.length; i++) {
			wire.writeByte(payload[i] ^ key >>> (24 - 8 * (i % 4)));
		}
		return wire;
	}

	private static ByteBuf bytes(String hex) {
		return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
	}

}
