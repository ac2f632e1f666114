package io.aerosocket.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A text that is compressed as permessage-deflate does it (RFC 7692 section 7.2), for a
 * connection on which it is the first message each way. zlib is the JDK's.
 */
public final class DeflatedMessage {

	private static final int FIN_AND_RSV1 = 0xC0;

	private static final int TEXT = 0x1;

	private static final int FOUR_BYTES_OF_A_FLUSH = 4;

	private static final byte[] TAIL = { 0, 0, (byte) 0xFF, (byte) 0xFF };

	private static final int TEXT_BYTES = 2048;

	private DeflatedMessage() {
	}

	/**
	 * Compresses a text of some kilobytes.
	 * @return a masked frame
	 */
	public static byte[] request() {
		byte[] payload = deflate(Content.TEXT.payload(TEXT_BYTES));
		ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
		Requests.encode(frame, 0x40 | TEXT, payload, 0x01020304);
		return Arrays.copyOf(frame.array(), frame.position());
	}

	/**
	 * Reads the reply to {@link #request()}.
	 * @param input where it comes from
	 * @throws IOException if nothing comes
	 * @throws LoadException if it is not the text, compressed
	 */
	public static void checkReply(InputStream input) throws IOException {
		int start = input.read();
		int length = input.read();
		if (length == 126) {
			length = input.read() << 8 | input.read();
		}
		byte[] payload = input.readNBytes(length);
		if (start != (FIN_AND_RSV1 | TEXT) || !Arrays.equals(inflate(payload), Content.TEXT.payload(TEXT_BYTES))) {
			throw new LoadException("reply: frame 0x" + Integer.toHexString(start) + " of " + payload.length
					+ " bytes (expected: the text, compressed)");
		}
	}

	/**
	 * Compresses.
	 * @param plain the bytes
	 * @return the blocks without the end of the flush
	 */
	public static byte[] deflate(byte[] plain) {
		Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
		try {
			deflater.setInput(plain);
			byte[] out = new byte[plain.length + 64];
			int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
			return Arrays.copyOf(out, length - FOUR_BYTES_OF_A_FLUSH);
		}
		finally {
			deflater.end();
		}
	}

	/**
	 * Decompresses.
	 * @param blocks the blocks without the end of the flush
	 * @return the bytes
	 * @throws LoadException if they are no DEFLATE blocks
	 */
	public static byte[] inflate(byte[] blocks) {
		Inflater inflater = new Inflater(true);
		try {
			ByteArrayOutputStream plain = new ByteArrayOutputStream();
			byte[] chunk = new byte[8192];
			for (byte[] input : new byte[][] { blocks, TAIL }) {
				inflater.setInput(input);
				for (int n = inflater.inflate(chunk); n > 0; n = inflater.inflate(chunk)) {
					plain.write(chunk, 0, n);
				}
			}
			return plain.toByteArray();
		}
		catch (DataFormatException ex) {
			throw new LoadException("reply: not DEFLATE (expected: a compressed message)");
		}
		finally {
			inflater.end();
		}
	}

}
