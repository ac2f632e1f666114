package io.aerosocket.internal.extension;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;
import io.aerosocket.ProtocolViolationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever compressed messages come, in whatever pieces: they inflate to what the JDK's
 * inflater makes of them in one piece, or are refused as it refuses them; never to more
 * than the ratio allows.
 * <p>
 * An input's first byte says whether the peer keeps its context (bit 0), its window (bits
 * 1 to 3) and the ratio (bit 4); the second how many messages the rest is; the next two
 * are the seed of the cuts.
 */
class MessageInflaterFuzzTests {

	private static final byte[] END = { 0, 0, (byte) 0xFF, (byte) 0xFF, 3, 0 };

	@FuzzTest(maxDuration = "10m")
	void inflatesAsTheJdkDoes(byte[] data) {
		if (data.length < 4) {
			return;
		}
		boolean keepsContext = (data[0] & 1) != 0;
		int windowBits = 8 + ((data[0] >> 1) & 7);
		int maxRatio = ((data[0] & 16) != 0) ? 5 : 1100;
		int messages = 1 + (data[1] & 3);
		SplittableRandom random = new SplittableRandom(data[2] << 8 | (data[3] & 0xFF));
		DeflateSettings settings = new DeflateSettings(false, 15, keepsContext, windowBits, 1, 0, maxRatio);
		MessageInflater inflater = new MessageInflater(settings);
		try {
			byte[] before = {};
			int from = 4;
			for (int i = 0; i < messages; i++) {
				int to = (i == messages - 1) ? data.length : from + random.nextInt(data.length - from + 1);
				byte[] message = Arrays.copyOfRange(data, from, to);
				from = to;
				byte[] whole = reference(message, last(before, 1 << windowBits),
						keepsContext ? 1 << windowBits : 32768);
				Result result = inflate(inflater, message, random);
				if (result.violation() != null) {
					assertViolation(result, whole, maxRatio);
					return;
				}
				assertThat(result.inflated()).isEqualTo(whole);
				assertThat(inflater.holdsInflater()).isFalse();
				before = keepsContext ? join(before, whole) : before;
			}
		}
		finally {
			inflater.close();
		}
	}

	private static void assertViolation(Result result, byte @Nullable [] whole, int maxRatio) {
		if (result.violation().equals(CloseCode.MESSAGE_TOO_BIG)) {
			// Where a message is dense early on, its cuts may decide.
			boolean large = result.inflated().length + ZlibPool.PIECE > MessageInflater.UNMEASURED;
			boolean manyBlocks = result.compressed() > MessageInflater.MOST_FINAL_BLOCKS;
			assertThat(large || manyBlocks).as("it is large, or may have too many final blocks").isTrue();
		}
		else {
			assertThat(result.violation()).isEqualTo(CloseCode.INVALID_PAYLOAD);
			assertThat(whole).as("what was refused").isNull();
		}
		assertThat(result.inflated().length)
			.isLessThanOrEqualTo(Math.max(MessageInflater.UNMEASURED, maxRatio * result.compressed()));
	}

	private static Result inflate(MessageInflater inflater, byte[] message, SplittableRandom random) {
		ByteArrayOutputStream inflated = new ByteArrayOutputStream();
		int largestPiece = 1 << random.nextInt(12);
		int from = 0;
		try {
			do {
				int length = Math.min(message.length - from, random.nextInt(largestPiece + 1));
				ByteBuffer piece = ByteBuffer.wrap(message, from, length).slice();
				from += length;
				boolean last = from == message.length && random.nextBoolean();
				inflater.inflate(piece, last, (out) -> {
					byte[] bytes = new byte[out.remaining()];
					out.get(bytes);
					inflated.writeBytes(bytes);
				});
				if (last) {
					return new Result(inflated.toByteArray(), from, null);
				}
			}
			while (true);
		}
		catch (ProtocolViolationException ex) {
			return new Result(inflated.toByteArray(), from, ex.closeCode());
		}
	}

	private static byte @Nullable [] reference(byte[] message, byte[] context, int window) {
		byte[] in = join(message, END);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(context);
		int from = 0;
		byte[] buffer = new byte[1 << 16];
		while (true) {
			Inflater zlib = new Inflater(true);
			try {
				zlib.setDictionary(last(out.toByteArray(), window));
				zlib.setInput(in, from, in.length - from);
				while (!zlib.finished() && !zlib.needsInput()) {
					int n = zlib.inflate(buffer);
					out.write(buffer, 0, n);
				}
				from = in.length - zlib.getRemaining();
				// A final block that ends with the message needs nothing after it.
				if (zlib.finished() && (from == in.length || from == message.length)) {
					return Arrays.copyOfRange(out.toByteArray(), context.length, out.size());
				}
				if (!zlib.finished()) {
					return null;
				}
			}
			catch (DataFormatException ex) {
				return null;
			}
			finally {
				zlib.end();
			}
		}
	}

	private static byte[] last(byte[] bytes, int count) {
		return Arrays.copyOfRange(bytes, Math.max(0, bytes.length - count), bytes.length);
	}

	private static byte[] join(byte[] first, byte[] second) {
		byte[] joined = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, joined, first.length, second.length);
		return joined;
	}

	/**
	 * What became of a message.
	 *
	 * @param inflated the bytes
	 * @param compressed how many bytes it was made of
	 * @param violation the code that it was refused with, or {@code null}
	 */
	private record Result(byte[] inflated, int compressed, @Nullable CloseCode violation) {

	}

}
