package io.aerosocket.spring.boot.test.memory;

import java.util.ArrayDeque;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way in one direction, in the pieces in which they were written, and
 * bounded. Safe for any thread.
 */
final class MemoryPipe {

	private final Queue<byte[]> pieces = new ArrayDeque<>();

	private final int capacity;

	private int bytes;

	private boolean ended;

	/**
	 * Creates an empty pipe.
	 * @param capacity bytes that may be on their way
	 */
	MemoryPipe(int capacity) {
		this.capacity = capacity;
	}

	synchronized int room() {
		return Math.max(0, this.capacity - this.bytes);
	}

	/**
	 * Adds a piece, be there room or not.
	 * @param piece the piece
	 * @return whether it was taken; after the end nothing is
	 */
	synchronized boolean add(byte[] piece) {
		if (this.ended) {
			return false;
		}
		this.bytes += piece.length;
		return this.pieces.add(piece);
	}

	synchronized byte @Nullable [] poll() {
		byte[] piece = this.pieces.poll();
		if (piece != null) {
			this.bytes -= piece.length;
		}
		return piece;
	}

	/**
	 * Ends the pipe behind what is in it.
	 */
	synchronized void end() {
		this.ended = true;
	}

	/**
	 * Ends the pipe and forgets what is in it.
	 */
	synchronized void cut() {
		this.ended = true;
		this.pieces.clear();
		this.bytes = 0;
	}

	/**
	 * Returns whether everything came out.
	 * @return {@code true} at the end
	 */
	synchronized boolean isOver() {
		return this.ended && this.pieces.isEmpty();
	}

}
