package io.aerosocket.internal.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;

import io.aerosocket.CloseReason;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.ProtocolViolationException;
import io.aerosocket.internal.frame.FrameDecoder;
import io.aerosocket.internal.frame.ReferenceFrames;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever bytes come, in whatever pieces: the same messages as {@link ReferenceMessages}
 * puts together, the same verdict, memory for no more than what came, and nothing left
 * when it is over.
 * <p>
 * An input's first byte says whose frames these are (bit 0) and how large the limits are
 * (bits 1 to 3); the next two are the seed of the cuts.
 */
class MessageAssemblerFuzzTests {

	/**
	 * What a message may hold before it came, for headers and a length that is trusted.
	 */
	private static final int TRUSTED = 70 * 1024;

	@FuzzTest(maxDuration = "10m")
	void putsTheSameMessagesTogetherHoweverTheStreamIsCut(byte[] data) {
		if (data.length < 3) {
			return;
		}
		boolean fromClient = (data[0] & 1) != 0;
		ConnectionOptions options = options(data[0]);
		UnpooledByteBufAllocator pieces = new UnpooledByteBufAllocator(false, true);
		SplittableRandom random = new SplittableRandom(data[1] << 8 | (data[2] & 0xFF));
		byte[] stream = Arrays.copyOfRange(data, 3, data.length);
		List<String> expected = ReferenceMessages
			.read(ReferenceFrames.read(stream, options.maxFrameSize(), 0, fromClient), options);
		for (int largestPiece : new int[] { Math.max(1, stream.length), 3, 100 }) {
			List<String> events = new ArrayList<>();
			UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
			MessageAssembler assembler = new MessageAssembler(new CollectingSink(events), options, allocator, null);
			FrameDecoder decoder = new FrameDecoder(assembler, options.maxFrameSize(), 0, fromClient);
			for (int from = 0; from < stream.length;) {
				int length = Math.min(stream.length - from, largestPiece);
				length = (length < stream.length) ? 1 + random.nextInt(length) : length;
				ByteBuf piece = pieces.directBuffer(length).writeBytes(stream, from, length);
				boolean goesOn = decode(decoder, piece, events);
				if (!piece.release()) {
					throw new AssertionError("The bytes were kept");
				}
				if (!goesOn) {
					break;
				}
				from += length;
				if (allocator.metric().usedDirectMemory() > 2L * from + TRUSTED) {
					assertThat(allocator).hasToString("memory for no more than " + from + " bytes");
				}
			}
			assertThat(events).isEqualTo(expected);
			assembler.release();
			assertThat(allocator.metric().usedDirectMemory()).as("memory at the end").isZero();
			assertThat(allocator.metric().usedHeapMemory()).as("heap at the end").isZero();
		}
	}

	private static boolean decode(FrameDecoder decoder, ByteBuf piece, List<String> events) {
		try {
			decoder.decode(piece);
			if (piece.isReadable()) {
				throw new AssertionError("Bytes were left");
			}
			return true;
		}
		catch (ProtocolViolationException ex) {
			events.add("violation " + ex.closeCode());
			return false;
		}
	}

	private static ConnectionOptions options(int bits) {
		ConnectionOptions.Builder builder = ConnectionOptions.builder();
		if ((bits & 2) != 0) {
			builder.maxFragments(4);
		}
		if ((bits & 4) != 0) {
			builder.maxMessageSize(200);
		}
		if ((bits & 8) != 0) {
			builder.maxFrameSize(Long.MAX_VALUE);
		}
		return builder.build();
	}

	/**
	 * Writes down what an assembler tells, byte for byte.
	 *
	 * @param events the lines
	 */
	private record CollectingSink(List<String> events) implements MessageSink {

		@Override
		public void restored(long travelled, long length) {
			this.events.add("restored");
		}

		@Override
		public void message(boolean text, boolean own, ByteBuf owner, ByteBuffer bytes, int index, int length) {
			this.events.add(line(text ? "text" : "binary", bytes, index, length));
		}

		@Override
		public void ping(ByteBuffer bytes, int index, int length) {
			this.events.add(line("ping", bytes, index, length));
		}

		@Override
		public void pong(ByteBuffer bytes, int index, int length) {
			this.events.add(line("pong", bytes, index, length));
		}

		@Override
		public void close(CloseReason reason) {
			this.events
				.add(ReferenceMessages.line("close " + reason.code(), reason.text().getBytes(StandardCharsets.UTF_8)));
		}

		@Override
		public boolean wantsMore() {
			return true;
		}

		private static String line(String kind, ByteBuffer bytes, int index, int length) {
			byte[] payload = new byte[length];
			bytes.get(index, payload);
			return ReferenceMessages.line(kind, payload);
		}

	}

}
