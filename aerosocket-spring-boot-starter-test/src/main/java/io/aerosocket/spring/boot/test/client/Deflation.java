package io.aerosocket.spring.boot.test.client;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Compresses the messages of a client (RFC 7692 section 7.2.1). Not safe for several
 * threads at a time.
 */
final class Deflation {

	/** What is left out at the end of each message. */
	private static final int TAIL_BYTES = 4;

	private static final int PIECE = 8192;

	private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);

	private final boolean takesContextOver;

	Deflation(CompressionAgreement agreement) {
		this.takesContextOver = agreement.clientTakesContextOver();
		if (!agreement.isClientWindowLargest()) {
			// The JDK knows one window only. Without references none is too small.
			this.deflater.setStrategy(Deflater.HUFFMAN_ONLY);
		}
	}

	byte[] deflate(byte[] payload) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		append(payload, out);
		return finish(out);
	}

	/**
	 * Compresses what is nothing but zeros.
	 * @param bytes how many
	 * @return about a thousandth of it
	 */
	byte[] deflateZeros(long bytes) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		byte[] piece = new byte[PIECE];
		for (long left = bytes; left > 0; left -= PIECE) {
			append((left < PIECE) ? new byte[(int) left] : piece, out);
		}
		return finish(out);
	}

	private void append(byte[] payload, ByteArrayOutputStream out) {
		this.deflater.setInput(payload);
		while (!this.deflater.needsInput()) {
			write(Deflater.NO_FLUSH, out);
		}
	}

	private byte[] finish(ByteArrayOutputStream out) {
		int count = PIECE;
		while (count == PIECE) {
			count = write(Deflater.SYNC_FLUSH, out);
		}
		if (!this.takesContextOver) {
			this.deflater.reset();
		}
		byte[] all = out.toByteArray();
		if (all.length == 0) {
			// Nothing to flush behind a flush: an empty message (section 7.2.3.6).
			return new byte[1];
		}
		return Arrays.copyOf(all, all.length - TAIL_BYTES);
	}

	private int write(int flush, ByteArrayOutputStream out) {
		byte[] piece = new byte[PIECE];
		int count = this.deflater.deflate(piece, 0, PIECE, flush);
		out.write(piece, 0, count);
		return count;
	}

}
