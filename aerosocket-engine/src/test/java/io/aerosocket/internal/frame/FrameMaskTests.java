package io.aerosocket.internal.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FrameMask}. The seed is the repetition, so a failure repeats.
 */
class FrameMaskTests {

	@RepeatedTest(400)
	void masksLikeTheFormulaOfTheRfc(RepetitionInfo repetition) {
		SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
		for (Memory memory : Memory.values()) {
			byte[] all = new byte[random.nextInt(20) + random.nextInt(1001) + random.nextInt(20)];
			random.nextBytes(all);
			int index = random.nextInt(Math.min(20, all.length) + 1);
			int length = random.nextInt(Math.min(1000, all.length - index) + 1);
			assertMasks(memory, all, index, length, (random.nextInt(10) == 0) ? 0 : random.nextInt());
		}
	}

	@ParameterizedTest
	@EnumSource
	void masksEveryLength(Memory memory) {
		for (int length = 0; length <= 300; length++) {
			assertMasks(memory, new byte[length + 5], 3, length, 0x8142_C3E4);
		}
	}

	@RepeatedTest(400)
	void saysAsciiExactly(RepetitionInfo repetition) {
		SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
		for (Memory memory : Memory.values()) {
			byte[] plain = new byte[random.nextInt(1001)];
			for (int i = 0; i < plain.length; i++) {
				plain[i] = (byte) random.nextInt(0x80);
			}
			assertThat(ascii(memory, plain, random.nextInt())).isTrue();
			if (plain.length > 0) {
				plain[random.nextInt(plain.length)] = (byte) random.nextInt(0x80, 0x100);
				assertThat(ascii(memory, plain, random.nextInt())).isFalse();
			}
		}
	}

	@ParameterizedTest(name = "{0} bytes")
	@ValueSource(ints = { 1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 15, 16, 127, 128, 129, 135, 136, 137, 143, 200, 255 })
	void oneByteThatIsNotAsciiIsSeenWhereverItIs(int length) {
		for (Memory memory : Memory.values()) {
			for (int position = 0; position < length; position++) {
				byte[] payload = new byte[length];
				payload[position] = (byte) 0x80;
				assertThat(ascii(memory, payload, 0x7F80_FF01)).as("%s, byte %d", memory, position).isFalse();
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void bytesAroundThePayloadDoNotCount(Memory memory) {
		for (int length = 0; length <= 200; length++) {
			byte[] all = new byte[length + 16];
			Arrays.fill(all, (byte) 0xFF);
			Arrays.fill(all, 8, 8 + length, (byte) 'a');
			ByteBuf buffer = memory.copyOf(all);
			ByteBuffer bytes = buffer.internalNioBuffer(0, all.length);
			assertThat(FrameMask.apply(bytes, bytes.position() + 8, length, 0)).isTrue();
			assertThat(buffer.release()).isTrue();
		}
	}

	private static void assertMasks(Memory memory, byte[] all, int index, int length, int key) {
		byte[] expected = all.clone();
		boolean ascii = true;
		for (int i = 0; i < length; i++) {
			expected[index + i] = (byte) (all[index + i] ^ (key >>> (24 - 8 * (i % 4))));
			ascii &= expected[index + i] >= 0;
		}
		ByteBuf buffer = memory.copyOf(all);
		ByteBuffer bytes = buffer.internalNioBuffer(0, all.length);
		int position = bytes.position();
		int limit = bytes.limit();
		assertThat(FrameMask.apply(bytes, position + index, length, key)).isEqualTo(ascii);
		assertThat(bytes.position()).isEqualTo(position);
		assertThat(bytes.limit()).isEqualTo(limit);
		byte[] actual = new byte[all.length];
		buffer.getBytes(0, actual);
		assertThat(actual).as("%s, %d bytes at %d", memory, length, index).isEqualTo(expected);
		assertThat(buffer.release()).isTrue();
		assertCopies(memory, all, expected, index, length, key);
	}

	private static void assertCopies(Memory memory, byte[] all, byte[] expected, int index, int length, int key) {
		ByteBuf buffer = memory.copyOf(all);
		ByteBuffer from = buffer.internalNioBuffer(0, all.length);
		for (ByteBuffer to : List.of(ByteBuffer.allocate(length + 5), ByteBuffer.allocateDirect(length + 5))) {
			boolean ascii = FrameMask.copy(from, from.position() + index, length, key, to, 3);
			byte[] copy = new byte[length + 5];
			to.get(0, copy);
			byte[] wanted = new byte[length + 5];
			System.arraycopy(expected, index, wanted, 3, length);
			assertThat(copy).as("a copy of %d bytes of %s at %d", length, memory, index).isEqualTo(wanted);
			assertThat(ascii).isEqualTo(ByteBuffer.wrap(expected, index, length)
				.equals(StandardCharsets.US_ASCII
					.encode(new String(expected, index, length, StandardCharsets.US_ASCII))));
			assertThat(to.position()).isZero();
		}
		byte[] untouched = new byte[all.length];
		buffer.getBytes(0, untouched);
		assertThat(untouched).isEqualTo(all);
		assertThat(buffer.release()).isTrue();
	}

	private static boolean ascii(Memory memory, byte[] plain, int key) {
		byte[] masked = plain.clone();
		for (int i = 0; i < masked.length; i++) {
			masked[i] ^= (byte) (key >>> (24 - 8 * (i % 4)));
		}
		ByteBuf buffer = memory.copyOf(masked);
		try {
			ByteBuffer bytes = buffer.internalNioBuffer(0, masked.length);
			return FrameMask.apply(bytes, bytes.position(), masked.length, key);
		}
		finally {
			buffer.release();
		}
	}

	/**
	 * The kinds of memory that a payload may lie in.
	 */
	enum Memory {

		HEAP, DIRECT, POOLED_HEAP, POOLED_DIRECT, SLICE, SLICE_OF_HEAP, COMPOSITE_OF_ONE;

		private static final ByteBufAllocator UNPOOLED = UnpooledByteBufAllocator.DEFAULT;

		private static final ByteBufAllocator POOLED = PooledByteBufAllocator.DEFAULT;

		ByteBuf copyOf(byte[] bytes) {
			return switch (this) {
				case HEAP -> UNPOOLED.heapBuffer(bytes.length).writeBytes(bytes);
				case DIRECT -> UNPOOLED.directBuffer(bytes.length).writeBytes(bytes);
				case POOLED_HEAP -> POOLED.heapBuffer(bytes.length).writeBytes(bytes);
				case POOLED_DIRECT -> POOLED.directBuffer(bytes.length).writeBytes(bytes);
				case SLICE -> behindOthers(POOLED.directBuffer(bytes.length + 7), bytes);
				case SLICE_OF_HEAP -> behindOthers(POOLED.heapBuffer(bytes.length + 7), bytes);
				case COMPOSITE_OF_ONE -> UNPOOLED.compositeBuffer()
					.addComponent(true, UNPOOLED.directBuffer(bytes.length + 1).writeBytes(bytes));
			};
		}

		private static ByteBuf behindOthers(ByteBuf buffer, byte[] bytes) {
			return buffer.writeZero(7).writeBytes(bytes).skipBytes(7).slice();
		}

	}

}
