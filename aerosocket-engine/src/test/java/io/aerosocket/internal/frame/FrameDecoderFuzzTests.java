package io.aerosocket.internal.frame;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;
import io.aerosocket.ProtocolViolationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever bytes come, in whatever pieces: the decoder finds the frames that
 * {@link ReferenceFrames} finds, and refuses the stream with the same code.
 * <p>
 * An input's first byte says whose frames these are (bit 0), which reserved bits were
 * agreed on (as in a frame) and whether the largest payload is small (bit 7); the next
 * two are the seed of the cuts.
 */
class FrameDecoderFuzzTests {

	private static final int SMALL_PAYLOAD = 300;

	private static final UnpooledByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(false, true);

	@FuzzTest(maxDuration = "10m")
	void findsTheSameFramesHoweverTheStreamIsCut(byte[] data) {
		if (data.length < 3) {
			return;
		}
		boolean fromClient = (data[0] & 1) != 0;
		int rsvAgreed = data[0] & 0x70;
		long maxPayload = (data[0] < 0) ? SMALL_PAYLOAD : Long.MAX_VALUE;
		SplittableRandom random = new SplittableRandom(data[1] << 8 | (data[2] & 0xFF));
		byte[] stream = Arrays.copyOfRange(data, 3, data.length);
		ReferenceFrames expected = ReferenceFrames.read(stream, maxPayload, rsvAgreed, fromClient);
		for (int largestPiece : new int[] { Math.max(1, stream.length), 3, 100 }) {
			CollectingSink sink = new CollectingSink(random.split());
			FrameDecoder decoder = new FrameDecoder(sink, maxPayload, rsvAgreed, fromClient);
			CloseCode violation = decode(decoder, stream, largestPiece, random);
			assertThat(violation).isEqualTo(expected.violation());
			assertThat(sink.frames()).isEqualTo(expected.frames());
		}
	}

	private static @Nullable CloseCode decode(FrameDecoder decoder, byte[] stream, int largestPiece,
			SplittableRandom random) {
		for (int from = 0; from < stream.length;) {
			int length = Math.min(stream.length - from, largestPiece);
			length = (length < stream.length) ? 1 + random.nextInt(length) : length;
			ByteBuf piece = buffer(stream, from, length, random.nextInt(4));
			try {
				while (piece.isReadable()) {
					int before = piece.readableBytes();
					decoder.decode(piece);
					check(piece.readableBytes() < before, "no bytes were decoded");
				}
			}
			catch (ProtocolViolationException ex) {
				return ex.closeCode();
			}
			finally {
				check(piece.release(), "the bytes were kept");
			}
			from += length;
		}
		return null;
	}

	// An assertion that costs nothing while it holds.
	private static void check(boolean condition, String otherwise) {
		if (!condition) {
			throw new AssertionError(otherwise);
		}
	}

	// Direct or not, and not always from the buffer's beginning.
	private static ByteBuf buffer(byte[] stream, int from, int length, int kind) {
		ByteBuf buffer = (kind % 2 == 0) ? ALLOCATOR.directBuffer(length + 3) : ALLOCATOR.heapBuffer(length + 3);
		if (kind >= 2) {
			buffer.writeZero(3).skipBytes(3);
		}
		return buffer.writeBytes(stream, from, length);
	}

	/**
	 * Puts the frames together again.
	 */
	private static final class CollectingSink implements FrameSink {

		private final List<ReferenceFrames.Frame> frames = new ArrayList<>();

		private final ByteArrayOutputStream payload = new ByteArrayOutputStream();

		private final SplittableRandom random;

		private int start = -1;

		private long length;

		CollectingSink(SplittableRandom random) {
			this.random = random;
		}

		@Override
		public void frame(int start, ByteBuf owner, ByteBuffer bytes, int index, int length, int key) {
			check(this.start < 0, "a frame began inside another");
			this.frames.add(new ReferenceFrames.Frame(start, length, unmasked(bytes, index, length, key)));
		}

		@Override
		public void frameStart(int start, long length) {
			check(this.start < 0, "a frame began inside another");
			this.start = start;
			this.length = length;
		}

		@Override
		public void framePart(ByteBuffer bytes, int index, int length, int key) {
			check(this.start >= 0 && length > 0, "a part is of a frame and not empty");
			this.payload.writeBytes(unmasked(bytes, index, length, key));
		}

		@Override
		public void frameEnd() {
			this.frames.add(underWay());
			check(underWay().isFinished(), "a frame ends with its last byte");
			this.payload.reset();
			this.start = -1;
		}

		@Override
		public boolean wantsMore() {
			return this.random.nextInt(4) != 0;
		}

		List<ReferenceFrames.Frame> frames() {
			if (this.start >= 0) {
				this.frames.add(underWay());
			}
			return this.frames;
		}

		private ReferenceFrames.Frame underWay() {
			return new ReferenceFrames.Frame(this.start, this.length, this.payload.toByteArray());
		}

		private static byte[] unmasked(ByteBuffer bytes, int index, int length, int key) {
			byte[] payload = new byte[length];
			for (int i = 0; i < length; i++) {
				payload[i] = (byte) (bytes.get(index + i) ^ (key >>> (24 - 8 * (i % 4))));
			}
			return payload;
		}

	}

}
