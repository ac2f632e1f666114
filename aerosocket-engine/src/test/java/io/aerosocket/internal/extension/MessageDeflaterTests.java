package io.aerosocket.internal.extension;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MessageDeflaterTests {

	private static final byte[] HELLO = "Hello".getBytes();

	@Test
	void helloIsTheExampleOfTheRfc() {
		// RFC 7692 section 7.2.3.1
		MessageDeflater deflater = new MessageDeflater(Deflated.DEDICATED);
		assertThat(Deflated.deflate(deflater, HELLO)).isEqualTo(Deflated.hex("f2 48 cd c9 c9 07 00"));
		// section 7.2.3.2: the second one refers to the first
		assertThat(Deflated.deflate(deflater, HELLO)).isEqualTo(Deflated.hex("f2 00 11 00 00"));
		deflater.close();
	}

	@Test
	void emptyMessageIsOneByte() {
		assertThat(Deflated.deflate(new MessageDeflater(Deflated.SHARED), new byte[0])).containsExactly(0);
		MessageDeflater deflater = new MessageDeflater(Deflated.DEDICATED);
		Deflated.deflate(deflater, HELLO);
		assertThat(Deflated.deflate(deflater, new byte[0])).containsExactly(0);
		assertThat(Deflated.deflate(deflater, HELLO)).isEqualTo(Deflated.hex("f2 00 11 00 00"));
		deflater.close();
	}

	@Test
	void withoutContextEachMessageStandsForItself() {
		MessageDeflater deflater = new MessageDeflater(Deflated.SHARED);
		byte[] message = Deflated.words(500, 1);
		assertThat(Deflated.deflate(deflater, message)).isEqualTo(Deflated.deflate(deflater, message));
		assertThat(deflater.holdsDeflater()).isFalse();
	}

	@Test
	void withoutContextWhatWouldNotBeSmallerIsLeftAsItIs() {
		MessageDeflater deflater = new MessageDeflater(Deflated.SHARED);
		assertThat(Deflated.deflate(deflater, Deflated.noise(100, 1))).isNull();
		assertThat(Deflated.deflate(deflater, Deflated.noise(100_000, 2))).isNull();
		assertThat(Deflated.deflate(new MessageDeflater(Deflated.settings(false, 8)), Deflated.noise(100_000, 3)))
			.isNull();
		// Nothing of it is left for the next one to trip over.
		byte[] message = Deflated.words(500, 1);
		assertThat(Deflated.inflate(new MessageInflater(Deflated.SHARED), Deflated.deflate(deflater, message)))
			.isEqualTo(message);
	}

	@Test
	void withContextWhatIsNotSmallerGoesOutAllTheSame() {
		// The compressor has taken it into its window, so the peer's must.
		MessageDeflater deflater = new MessageDeflater(Deflated.DEDICATED);
		MessageInflater inflater = new MessageInflater(Deflated.DEDICATED);
		byte[] noise = Deflated.noise(1000, 1);
		byte[] first = Deflated.deflate(deflater, noise);
		byte[] second = Deflated.deflate(deflater, noise);
		assertThat(first.length).isGreaterThan(1000);
		assertThat(second.length).isLessThan(50);
		assertThat(Deflated.inflate(inflater, first)).isEqualTo(noise);
		assertThat(Deflated.inflate(inflater, second)).isEqualTo(noise);
		deflater.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 8, 9, 10, 11, 12, 13, 14, 15 })
	void nothingRefersFurtherBackThanTheWindow(int bits) {
		for (boolean context : List.of(true, false)) {
			MessageDeflater deflater = new MessageDeflater(Deflated.settings(context, bits));
			StrictInflater strict = new StrictInflater(bits);
			for (int size : List.of(1, 255, 256, 257, 3000, 100, 20_000, 1, 700)) {
				byte[] message = Deflated.words(size, size);
				byte[] deflated = Deflated.deflate(deflater, message);
				if (deflated != null) {
					assertThat(strict.message(deflated, context)).as("%d bytes", size).isEqualTo(message);
				}
			}
			assertThat(strict.farthest()).isBetween((1 << bits) / 3, 1 << bits);
			deflater.close();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 8, 12, 14 })
	void smallWindowKeepsItsContextWithoutNativeMemory(int bits) {
		MessageDeflater deflater = new MessageDeflater(Deflated.settings(true, bits));
		byte[] message = Deflated.noise(100, 1);
		Deflated.deflate(deflater, message);
		assertThat(Deflated.deflate(deflater, message).length).isLessThan(20);
		assertThat(deflater.holdsDeflater()).isFalse();
	}

	@Test
	void messageWithinASmallWindowNeedsNoChunks() {
		byte[] message = Deflated.words(256, 5);
		assertThat(Deflated.deflate(new MessageDeflater(Deflated.settings(false, 8)), message))
			.isEqualTo(Deflated.deflate(new MessageDeflater(Deflated.SHARED), message));
	}

	@ParameterizedTest
	@CsvSource({ "true,15", "false,15", "true,11", "false,11" })
	void messagesOfAllSizesComeBack(boolean context, int bits) {
		MessageDeflater deflater = new MessageDeflater(Deflated.settings(context, bits));
		MessageInflater inflater = new MessageInflater(Deflated.settings(context, bits));
		List<Integer> sizes = new ArrayList<>(List.of(16_383, 16_384, 16_385, 32_768, 65_536, 300_000));
		for (int size = 0; size < 300; size += 7) {
			sizes.add(size);
		}
		for (int size : sizes) {
			for (byte[] message : List.of(Deflated.words(size, size), new byte[size / 10],
					Deflated.noise(size, size))) {
				byte[] deflated = Deflated.deflate(deflater, message);
				if (deflated != null) {
					assertThat(Deflated.inflate(inflater, deflated)).isEqualTo(message);
				}
			}
		}
		deflater.close();
	}

	@Test
	void outputOfEverySizeAroundAPieceIsWhole() {
		// Where the end of the flush falls on the end of zlib's buffer.
		MessageInflater inflater = new MessageInflater(Deflated.DEDICATED);
		MessageDeflater deflater = new MessageDeflater(Deflated.DEDICATED);
		for (int size = ZlibPool.PIECE - 40; size < ZlibPool.PIECE + 40; size++) {
			byte[] message = Deflated.noise(size, size);
			assertThat(Deflated.inflate(inflater, Deflated.deflate(deflater, message))).isEqualTo(message);
		}
		deflater.close();
	}

	@Test
	void readOnlyAndDirectMessagesAreRead() {
		byte[] message = Deflated.words(5000, 1);
		ByteBuffer direct = ByteBuffer.allocateDirect(5100).position(50).put(message).flip().position(50);
		for (ByteBuffer buffer : List.of(ByteBuffer.wrap(message).asReadOnlyBuffer(), direct)) {
			Deflated.Collected out = new Deflated.Collected();
			assertThat(new MessageDeflater(Deflated.SHARED).deflate(buffer, out)).isTrue();
			assertThat(Deflated.inflate(new MessageInflater(Deflated.SHARED), out.bytes())).isEqualTo(message);
		}
	}

	@Test
	void contextTakesNativeMemoryOnceItIsNeededUntilItIsClosed() {
		MessageDeflater deflater = new MessageDeflater(Deflated.DEDICATED);
		assertThat(deflater.holdsDeflater()).isFalse();
		Deflated.deflate(deflater, HELLO);
		assertThat(deflater.holdsDeflater()).isTrue();
		deflater.close();
		assertThat(deflater.holdsDeflater()).isFalse();
		assertThat(Deflated.deflate(deflater, HELLO)).as("after the end").isNull();
		deflater.close();
		assertThat(deflater.holdsDeflater()).isFalse();
	}

}
