package io.aerosocket.spring.boot.test.client;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes frames as a client does: masked (RFC 6455 section 5.3). Checks nothing.
 */
final class FrameWriter {

	private static final int MASKED = 0x80;

	private FrameWriter() {
	}

	static byte[] write(boolean fin, int rsv, int opcode, byte[] payload) {
		ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 14);
		out.write((fin ? 0x80 : 0) | (rsv << 4) | opcode);
		int length = payload.length;
		if (length < 126) {
			out.write(MASKED | length);
		}
		else if (length <= 0xFFFF) {
			out.write(MASKED | 126);
			writeNumber(out, length, Short.BYTES);
		}
		else {
			out.write(MASKED | 127);
			writeNumber(out, length, Long.BYTES);
		}
		int key = ThreadLocalRandom.current().nextInt();
		writeNumber(out, key, Integer.BYTES);
		for (int i = 0; i < length; i++) {
			out.write(payload[i] ^ (key >>> (24 - 8 * (i % 4))));
		}
		return out.toByteArray();
	}

	private static void writeNumber(ByteArrayOutputStream out, long number, int bytes) {
		for (int i = bytes - 1; i >= 0; i--) {
			out.write((int) (number >>> (8 * i)));
		}
	}

}
