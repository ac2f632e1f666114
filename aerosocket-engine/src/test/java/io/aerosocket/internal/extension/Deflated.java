package io.aerosocket.internal.extension;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SplittableRandom;

import io.aerosocket.extension.PayloadSink;

/**
 * Messages of the tests, and settings.
 */
final class Deflated {

	/** What nothing keeps a context of. */
	static final DeflateSettings SHARED = settings(false, 15);

	/** What both ends keep a context of. */
	static final DeflateSettings DEDICATED = settings(true, 15);

	private Deflated() {
	}

	static DeflateSettings settings(boolean keepsContext, int windowBits) {
		return new DeflateSettings(keepsContext, windowBits, keepsContext, windowBits, 1, 0, 100);
	}

	static byte[] hex(String hex) {
		return HexFormat.of().parseHex(hex.replace(" ", ""));
	}

	/**
	 * Makes a text that refers back to words near and far.
	 * @param size bytes
	 * @param seed for the random choice of words
	 * @return ASCII
	 */
	static byte[] words(int size, long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		while (text.size() < size) {
			int word = (int) Math.abs(random.nextInt(3000) * (long) random.nextInt(3000) / 3000);
			text.writeBytes((Integer.toString(word * 7919, 36) + " ").getBytes());
		}
		return java.util.Arrays.copyOf(text.toByteArray(), size);
	}

	static byte[] noise(int size, long seed) {
		byte[] noise = new byte[size];
		SplittableRandom random = new SplittableRandom(seed);
		for (int i = 0; i < size; i++) {
			noise[i] = (byte) random.nextInt();
		}
		return noise;
	}

	static byte[] deflate(MessageDeflater deflater, byte[] message) {
		Collected out = new Collected();
		return deflater.deflate(ByteBuffer.wrap(message), out) ? out.bytes() : null;
	}

	static byte[] inflate(MessageInflater inflater, byte[]... pieces) {
		Collected out = new Collected();
		for (int i = 0; i < pieces.length; i++) {
			inflater.inflate(ByteBuffer.wrap(pieces[i]), i == pieces.length - 1, out);
		}
		return out.bytes();
	}

	/**
	 * Collects a payload.
	 */
	static final class Collected implements PayloadSink {

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private int largest;

		@Override
		public void accept(ByteBuffer piece) {
			byte[] copy = new byte[piece.remaining()];
			piece.get(copy);
			this.bytes.writeBytes(copy);
			this.largest = Math.max(this.largest, copy.length);
		}

		byte[] bytes() {
			return this.bytes.toByteArray();
		}

		int largest() {
			return this.largest;
		}

	}

}
