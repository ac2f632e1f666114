package io.aerosocket.benchmarks.load;

import java.nio.ByteBuffer;

/**
 * The bytes that a server sends for one batch of messages, known from its reply to the
 * first message. One for all connections, confined to the driver's thread.
 */
final class ExpectedReplies {

	/** Messages above this size are compared byte for byte only now and then. */
	private static final int ALWAYS_COMPARED_BYTES = 2048;

	private final ByteBuffer template;

	private final int messageBytes;

	/**
	 * Creates the expectation.
	 * @param reply a reply as it is on the wire, the frames' headers included
	 * @param count how many of them answer a batch
	 */
	ExpectedReplies(byte[] reply, int count) {
		this.messageBytes = reply.length;
		this.template = ByteBuffer.allocateDirect(Math.multiplyExact(reply.length, count));
		while (this.template.hasRemaining()) {
			this.template.put(reply);
		}
	}

	/**
	 * Returns how many bytes answer a batch.
	 * @return bytes
	 */
	int batchBytes() {
		return this.template.capacity();
	}

	/**
	 * Returns how many replies answer a batch.
	 * @return the number
	 */
	int count() {
		return batchBytes() / this.messageBytes;
	}

	/**
	 * Returns how many replies end at or before a place in a batch.
	 * @param offset the place
	 * @return the number
	 */
	int whole(int offset) {
		return offset / this.messageBytes;
	}

	/**
	 * Returns whether a place in a batch is where a message begins.
	 * @param offset the place
	 * @return whether it is
	 */
	boolean isBoundary(int offset) {
		return offset % this.messageBytes == 0;
	}

	/**
	 * Compares bytes with what is expected.
	 * @param bytes what came; position and limit are as before when this returns
	 * @param offset how much of the batch came before
	 * @param length how many of the bytes to compare
	 * @param sample whether to compare each byte of large messages too
	 * @return how many bytes are as expected, up to the first that is not
	 */
	int matching(ByteBuffer bytes, int offset, int length, boolean sample) {
		if (!sample && this.messageBytes > ALWAYS_COMPARED_BYTES) {
			return matchingStarts(bytes, offset, length);
		}
		int limit = bytes.limit();
		bytes.limit(bytes.position() + length);
		this.template.limit(offset + length).position(offset);
		int mismatch = this.template.mismatch(bytes);
		bytes.limit(limit);
		return (mismatch < 0) ? length : mismatch;
	}

	private int matchingStarts(ByteBuffer bytes, int offset, int length) {
		int toNext = (this.messageBytes - offset % this.messageBytes) % this.messageBytes;
		for (int start = toNext; start < length; start += this.messageBytes) {
			if (bytes.get(bytes.position() + start) != this.template.get(0)) {
				return start;
			}
		}
		return length;
	}

}
