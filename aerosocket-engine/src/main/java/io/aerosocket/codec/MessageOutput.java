package io.aerosocket.codec;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.aerosocket.Message;

/**
 * Collects a payload that an {@link Encoder} writes, and is used again for the next. Not
 * safe for use by several threads at a time.
 */
public final class MessageOutput extends OutputStream {

	private static final int INITIAL_BYTES = 512;

	private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

	private byte[] array = new byte[INITIAL_BYTES];

	private int size;

	/**
	 * Creates an output that is empty.
	 */
	public MessageOutput() {
	}

	@Override
	public void write(int value) {
		ensure(1);
		this.array[this.size++] = (byte) value;
	}

	@Override
	public void write(byte[] data) {
		write(data, 0, data.length);
	}

	@Override
	public void write(byte[] data, int offset, int length) {
		ensure(length);
		System.arraycopy(data, offset, this.array, this.size, length);
		this.size += length;
	}

	/**
	 * Writes bytes.
	 * @param data the bytes between position and limit, which do not move
	 */
	public void write(ByteBuffer data) {
		int length = data.remaining();
		ensure(length);
		data.get(data.position(), this.array, this.size, length);
		this.size += length;
	}

	/**
	 * Writes a text as UTF-8.
	 * @param text the text; an unpaired surrogate becomes a question mark
	 */
	public void writeText(CharSequence text) {
		write(text.toString().getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Writes bytes by giving out the room for them, so that a record of known size is
	 * written where it will be sent from.
	 * @param bytes how many, zero or more
	 * @return a big-endian view of that many bytes, which are zero; good until the next
	 * call of this output
	 */
	public ByteBuffer reserve(int bytes) {
		ensure(bytes);
		int start = this.size;
		this.size += bytes;
		// What stood here may be of another connection, and not every byte of a record
		// need be written.
		Arrays.fill(this.array, start, this.size, (byte) 0);
		return ByteBuffer.wrap(this.array, start, bytes).slice();
	}

	/**
	 * Returns how much has been written.
	 * @return bytes
	 */
	public int size() {
		return this.size;
	}

	/**
	 * Returns how much fits without growing.
	 * @return bytes
	 */
	public int capacity() {
		return this.array.length;
	}

	/**
	 * Returns what has been written as a message to send at once.
	 * @param text whether it is text, which must be valid UTF-8
	 * @return a message without a copy, good until the next call of this output
	 */
	public Message toMessage(boolean text) {
		ByteBuffer payload = ByteBuffer.wrap(this.array, 0, this.size);
		return text ? Message.utf8(payload) : Message.binary(payload);
	}

	/**
	 * Returns what has been written in an array of its own.
	 * @return a new array
	 */
	public byte[] toByteArray() {
		return Arrays.copyOf(this.array, this.size);
	}

	/**
	 * Forgets what has been written.
	 */
	public void clear() {
		this.size = 0;
	}

	/**
	 * Has no effect.
	 */
	@Override
	public void close() {
	}

	private void ensure(int bytes) {
		if (bytes < 0) {
			throw new IllegalArgumentException("bytes: " + bytes + " (expected: 0 or more)");
		}
		long needed = (long) this.size + bytes;
		if (needed > this.array.length) {
			grow(needed);
		}
	}

	private void grow(long needed) {
		if (needed > MAX_BYTES) {
			throw new IllegalStateException("payload: " + needed + " bytes (expected: at most " + MAX_BYTES + ")");
		}
		long doubled = Math.min(2L * this.array.length, MAX_BYTES);
		this.array = Arrays.copyOf(this.array, (int) Math.max(doubled, needed));
	}

}
