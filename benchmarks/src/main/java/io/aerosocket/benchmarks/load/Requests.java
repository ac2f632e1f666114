package io.aerosocket.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * Encodes messages as a client has to: one frame each, masked (RFC 6455 sections 5.2 and
 * 5.3).
 */
final class Requests {

	private static final int FIN = 0x80;

	private static final int MASKED = 0x80;

	private static final int LENGTH_IN_NEXT_2_BYTES = 126;

	private static final int LENGTH_IN_NEXT_8_BYTES = 127;

	private static final int MAX_HEADER_BYTES = 14;

	private Requests() {
	}

	/**
	 * Encodes the same message several times, each time with another masking key.
	 * @param opcode the message's opcode
	 * @param payload its payload
	 * @param count how many times
	 * @return the frames, one after the other
	 */
	static ByteBuffer batch(int opcode, byte[] payload, int count) {
		SplittableRandom keys = new SplittableRandom(payload.length);
		ByteBuffer frame = ByteBuffer.allocate(MAX_HEADER_BYTES + payload.length);
		encode(frame, opcode, payload, keys.nextInt());
		ByteBuffer batch = ByteBuffer.allocateDirect(Math.multiplyExact(frame.position(), count));
		batch.put(frame.flip());
		while (batch.hasRemaining()) {
			encode(batch, opcode, payload, keys.nextInt());
		}
		return batch.flip();
	}

	/**
	 * Encodes one frame.
	 * @param target where to, from its position on
	 * @param opcode the frame's opcode
	 * @param payload its payload
	 * @param key the masking key
	 */
	static void encode(ByteBuffer target, int opcode, byte[] payload, int key) {
		target.put((byte) (FIN | opcode));
		if (payload.length < LENGTH_IN_NEXT_2_BYTES) {
			target.put((byte) (MASKED | payload.length));
		}
		else if (payload.length <= 0xFFFF) {
			target.put((byte) (MASKED | LENGTH_IN_NEXT_2_BYTES)).putShort((short) payload.length);
		}
		else {
			target.put((byte) (MASKED | LENGTH_IN_NEXT_8_BYTES)).putLong(payload.length);
		}
		target.putInt(key);
		for (int i = 0; i < payload.length; i++) {
			target.put((byte) (payload[i] ^ (key >>> (24 - 8 * (i % 4)))));
		}
	}

}
