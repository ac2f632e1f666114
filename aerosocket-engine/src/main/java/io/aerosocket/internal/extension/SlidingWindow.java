package io.aerosocket.internal.extension;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Inflater;

/**
 * The last bytes of a conversation, up to a window's size: what a compressed message may
 * refer back to (RFC 1951 section 2). Takes no more memory than it has seen bytes.
 */
final class SlidingWindow {

	private static final byte[] NOTHING = {};

	private static final int SMALLEST = 512;

	private final int capacity;

	private byte[] bytes = NOTHING;

	private int size;

	/** Where the next byte goes; once the window is full it is also where it begins. */
	private int next;

	SlidingWindow(int capacity) {
		this.capacity = capacity;
	}

	int size() {
		return this.size;
	}

	void clear() {
		this.size = 0;
		this.next = 0;
	}

	/**
	 * Empties it and lets its memory go.
	 */
	void release() {
		clear();
		this.bytes = NOTHING;
	}

	/**
	 * Adds bytes, and forgets the oldest ones beyond the capacity.
	 * @param more the bytes between position and limit, which do not move
	 */
	void append(ByteBuffer more) {
		int skipped = Math.max(0, more.remaining() - this.capacity);
		int from = more.position() + skipped;
		int count = more.remaining() - skipped;
		growFor(count);
		int first = Math.min(count, this.capacity - this.next);
		more.get(from, this.bytes, this.next, first);
		more.get(from + first, this.bytes, 0, count - first);
		this.next = (this.next + count) % this.capacity;
		this.size = Math.min(this.capacity, this.size + count);
	}

	/**
	 * Returns the content.
	 * @return the bytes, the oldest first
	 */
	byte[] toArray() {
		byte[] array = new byte[this.size];
		int oldest = oldest();
		int first = Math.min(this.size, this.bytes.length - oldest);
		System.arraycopy(this.bytes, oldest, array, 0, first);
		System.arraycopy(this.bytes, 0, array, first, this.size - first);
		return array;
	}

	/**
	 * Makes this the window of a fresh inflater.
	 * @param inflater a raw one
	 */
	void prime(Inflater inflater) {
		if (this.size == 0) {
			return;
		}
		int oldest = oldest();
		int first = Math.min(this.size, this.bytes.length - oldest);
		// Without zlib's header a dictionary may be set at any time, and adds to the
		// last.
		inflater.setDictionary(this.bytes, oldest, first);
		if (first < this.size) {
			inflater.setDictionary(this.bytes, 0, this.size - first);
		}
	}

	private int oldest() {
		return (this.size < this.capacity) ? 0 : this.next;
	}

	private void growFor(int count) {
		int needed = Math.min(this.capacity, this.size + count);
		if (needed > this.bytes.length) {
			int larger = Math.max(SMALLEST, Math.max(needed, 2 * this.bytes.length));
			this.bytes = Arrays.copyOf(this.bytes, Math.min(this.capacity, larger));
		}
	}

}
