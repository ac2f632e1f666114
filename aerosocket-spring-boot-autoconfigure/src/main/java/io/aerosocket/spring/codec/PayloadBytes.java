package io.aerosocket.spring.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.aerosocket.Message;

/**
 * A part of a message that was copied already, so that reading an object from it copies
 * nothing again.
 *
 * @param array holds the bytes
 * @param offset where they start
 * @param size how many they are
 */
@SuppressWarnings("ArrayRecordComponent")
record PayloadBytes(byte[] array, int offset, int size) implements Message.Binary {

	/**
	 * Takes a whole message.
	 * @param message the message
	 * @return its bytes
	 */
	static PayloadBytes of(Message message) {
		if (message instanceof PayloadBytes bytes) {
			return bytes;
		}
		byte[] array = message.toByteArray();
		return new PayloadBytes(array, 0, array.length);
	}

	@Override
	public ByteBuffer payload() {
		return ByteBuffer.wrap(this.array, this.offset, this.size).slice().asReadOnlyBuffer();
	}

	@Override
	public byte[] toByteArray() {
		return Arrays.copyOfRange(this.array, this.offset, this.offset + this.size);
	}

	@Override
	public Message.Binary copy() {
		return this;
	}

}
