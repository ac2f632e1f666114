package io.aerosocket.internal.extension;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.ProtocolViolationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MessageInflaterTests {

	private final MessageInflater inflater = new MessageInflater(Deflated.DEDICATED);

	@AfterEach
	void noDecompressorIsLost() {
		this.inflater.close();
		assertThat(ZlibPool.current().inflatersOut()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "f2 48 cd c9 c9 07 00", // 7.2.3.1: one block
			"00 05 00 fa ff 48 65 6c 6c 6f 00", // 7.2.3.3: without compression
			"f3 48 cd c9 c9 07 00 00", // 7.2.3.4: BFINAL
			"f2 48 05 00 00 00 ff ff ca c9 c9 07 00", // 7.2.3.5: two blocks
			"f3 48 cd c9 c9 07 00", // BFINAL, and the byte that should follow it is
									// missing
			"00 00 00 ff ff f2 48 cd c9 c9 07 00" })
	void examplesOfTheRfcAreHello(String hex) {
		byte[] message = Deflated.hex(hex);
		assertThat(inflate(message)).isEqualTo("Hello");
		assertThat(inflate(message)).isEqualTo("Hello");
		byte[][] single = new byte[message.length][];
		for (int i = 0; i < message.length; i++) {
			single[i] = new byte[] { message[i] };
		}
		assertThat(inflate(single)).as("byte by byte").isEqualTo("Hello");
	}

	@Test
	void contextIsTakenOver() {
		assertThat(inflate(Deflated.hex("f2 48 cd c9 c9 07 00"))).isEqualTo("Hello");
		assertThat(inflate(Deflated.hex("f2 00 11 00 00"))).isEqualTo("Hello");
	}

	@Test
	void withoutContextNothingIsTakenOver() {
		MessageInflater shared = new MessageInflater(Deflated.SHARED);
		Deflated.inflate(shared, Deflated.hex("f2 48 cd c9 c9 07 00"));
		assertRefused(1007, () -> Deflated.inflate(shared, Deflated.hex("f2 00 11 00 00")));
	}

	@Test
	void windowOutlivesAFinalBlock() {
		assertThat(inflate(Deflated.hex("f3 48 cd c9 c9 07 00 00"))).isEqualTo("Hello");
		assertThat(inflate(Deflated.hex("f2 00 11 00 00"))).isEqualTo("Hello");
		// In one message, for which no context is needed.
		assertThat(Deflated.inflate(new MessageInflater(Deflated.SHARED),
				Deflated.hex("f3 48 cd c9 c9 07 00 f2 00 11 00 00")))
			.isEqualTo("HelloHello".getBytes());
	}

	@Test
	void finalBlocksMayFollowEachOther() {
		byte[] twice = Deflated.hex("f3 48 cd c9 c9 07 00 f3 48 cd c9 c9 07 00 00");
		assertThat(inflate(twice)).isEqualTo("HelloHello");
	}

	@Test
	void contextReachesBackAWholeWindow() {
		Deflater zlib = new Deflater(9, true);
		byte[] first = Deflated.noise(32_000, 1);
		assertThat(Deflated.inflate(this.inflater, deflate(zlib, first))).isEqualTo(first);
		byte[] second = Arrays.copyOf(first, 300);
		byte[] deflated = deflate(zlib, second);
		assertThat(deflated.length).isLessThan(50);
		assertThat(Deflated.inflate(this.inflater, deflated)).isEqualTo(second);
		zlib.end();
	}

	@ParameterizedTest
	@ValueSource(strings = { "00", "00 00 00 ff ff 00", "02 00", "01 00 00 ff ff 00", "03 00" })
	void emptyMessagesAreEmpty(String hex) {
		assertThat(inflate(Deflated.hex(hex))).isEmpty();
		assertThat(inflate(Deflated.hex("f2 48 cd c9 c9 07 00"))).isEqualTo("Hello");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", // not even the header of a block
			"f2 48 cd c9 c9 07", "f2 48 cd c9", "f2", // cut
			"06 00", // block type 3
			"ff ff ff ff", "00 05 00 fa fa 48 65 6c 6c 6f 00", // a length that does not
																// fit its check
			"f2 00 11 00 00", // refers to what never was
			"f2 48 cd c9 c9 07 00 ff", // garbage behind it
			"f3 48 cd c9 c9 07 00 ff", "f3 48 cd c9 c9 07 00 00 00 ff", // and behind a
																		// final block
			"00 05 00 fa ff 48 65 6c", // a stored block that is too short
			"f2 48 cd c9 c9 07 00 00 00 ff ff" // the tail travelled too, and half of
												// another
	})
	void whatIsNotAStreamOfWholeBlocksIsRefused(String hex) {
		assertRefused(1007, () -> Deflated.inflate(this.inflater, Deflated.hex(hex)));
	}

	@Test
	void ratioIsWatchedWhileInflating() {
		Deflated.Collected out = new Deflated.Collected();
		byte[] bomb = bomb(10 << 20);
		assertThat(bomb.length).isLessThan(11_000);
		assertRefused(1009, () -> this.inflater.inflate(ByteBuffer.wrap(bomb, 0, 5000), false, out));
		assertThat(out.bytes()).hasSizeLessThanOrEqualTo(MessageInflater.UNMEASURED);
	}

	@Test
	void ratioIsThatOfAllThatCame() {
		Deflated.Collected out = new Deflated.Collected();
		Deflater zlib = new Deflater(9, true);
		byte[] begin = deflate(zlib, Deflated.noise(50_000, 1));
		zlib.end();
		this.inflater.inflate(ByteBuffer.wrap(begin), false, out);
		this.inflater.inflate(ByteBuffer.wrap(Deflated.hex("00 00 ff ff")), false, out);
		byte[] bomb = bomb(20 << 20);
		assertRefused(1009, () -> this.inflater.inflate(ByteBuffer.wrap(bomb), false, out));
		assertThat(out.bytes().length).isBetween(100 * begin.length, 100 * (begin.length + bomb.length + 4));
	}

	@Test
	void ratioUpToAMebibyteDoesNotMatter() {
		byte[] bomb = bomb(MessageInflater.UNMEASURED);
		assertThat(bomb.length).isLessThan(1100);
		assertThat(Deflated.inflate(this.inflater, bomb)).hasSize(MessageInflater.UNMEASURED);
		assertRefused(1009, () -> Deflated.inflate(this.inflater, bomb(MessageInflater.UNMEASURED + 1)));
	}

	@Test
	void sinkMayEndItAtAnyTime() {
		byte[] bomb = bomb(10 << 20);
		Deflated.Collected out = new Deflated.Collected();
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.inflater.inflate(ByteBuffer.wrap(bomb), true, (piece) -> {
				out.accept(piece);
				throw new IllegalStateException("enough");
			}));
		assertThat(out.bytes()).hasSizeLessThanOrEqualTo(ZlibPool.PIECE);
		assertThat(this.inflater.holdsInflater()).isFalse();
	}

	@Test
	void finalBlocksAreCounted() {
		byte[] most = repeated("03 00", MessageInflater.MOST_FINAL_BLOCKS);
		assertThat(inflate(most)).isEmpty();
		byte[] more = repeated("03 00", MessageInflater.MOST_FINAL_BLOCKS + 2);
		assertRefused(1009, () -> Deflated.inflate(this.inflater, more));
	}

	@Test
	void emptyBlocksCostNothingButTheirBytes() {
		assertThat(inflate(repeated("00 00 00 ff ff", 50_000), new byte[1])).isEmpty();
	}

	@Test
	void decompressorIsHeldDuringAMessageOnly() {
		byte[] message = Deflated.hex("f2 48 cd c9 c9 07 00");
		Deflated.Collected out = new Deflated.Collected();
		this.inflater.inflate(ByteBuffer.wrap(message, 0, 3), false, out);
		assertThat(this.inflater.holdsInflater()).isTrue();
		assertThat(ZlibPool.current().inflatersOut()).isEqualTo(1);
		this.inflater.inflate(ByteBuffer.wrap(message, 3, 4), true, out);
		assertThat(this.inflater.holdsInflater()).isFalse();
		this.inflater.inflate(ByteBuffer.wrap(message, 0, 3), false, out);
		this.inflater.close();
		assertThat(ZlibPool.current().inflatersOut()).isZero();
	}

	@Test
	void moreDecompressorsThanAreKeptAreEnded() {
		MessageInflater[] many = new MessageInflater[40];
		for (int i = 0; i < many.length; i++) {
			many[i] = new MessageInflater(Deflated.SHARED);
			many[i].inflate(ByteBuffer.wrap(Deflated.hex("f2 48")), false, new Deflated.Collected());
		}
		assertThat(ZlibPool.current().inflatersOut()).isEqualTo(40);
		for (MessageInflater each : many) {
			assertThat(Deflated.inflate(each, Deflated.hex("cd c9 c9 07 00"))).isNotEmpty();
		}
	}

	@Test
	void piecesAreSmall() {
		Deflated.Collected out = new Deflated.Collected();
		byte[] message = Deflated.words(300_000, 1);
		Deflater zlib = new Deflater(9, true);
		this.inflater.inflate(ByteBuffer.wrap(deflate(zlib, message)), true, out);
		zlib.end();
		assertThat(out.bytes()).isEqualTo(message);
		assertThat(out.largest()).isLessThanOrEqualTo(ZlibPool.PIECE);
	}

	private String inflate(byte[]... pieces) {
		return new String(Deflated.inflate(this.inflater, pieces));
	}

	private static byte[] bomb(int size) {
		Deflater zlib = new Deflater(9, true);
		byte[] bomb = deflate(zlib, new byte[size]);
		zlib.end();
		return bomb;
	}

	private static byte[] deflate(Deflater zlib, byte[] message) {
		zlib.setInput(message);
		byte[] out = new byte[2 * message.length + 100];
		int size = zlib.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
		return Arrays.copyOf(out, size - 4);
	}

	private static byte[] repeated(String hex, int times) {
		return Deflated.hex(hex.replace(" ", "").repeat(times));
	}

	private static void assertRefused(int code, ThrowingCallable inflating) {
		assertThatExceptionOfType(ProtocolViolationException.class).isThrownBy(inflating)
			.satisfies((ex) -> assertThat(ex.closeCode().value()).as(ex.getMessage()).isEqualTo(code));
	}

}
