package io.aerosocket.internal.extension;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;

import org.jspecify.annotations.Nullable;

import io.aerosocket.extension.PayloadSink;

/**
 * Compresses the messages of one connection (RFC 7692 section 7.2.1).
 * <p>
 * The JDK's compressor always looks back 32 KiB. A smaller window is kept by handing it
 * the message in chunks, each with no more behind it than the window still has room for.
 */
final class MessageDeflater {

	/** What the flush of a message ends with and what does not travel, in bytes. */
	private static final int TAIL = 4;

	/** With less room than this zlib may write the marker of a flush twice. */
	private static final int ROOM_FOR_A_FLUSH = 16;

	/** The only block of an empty message (section 7.2.3.6). */
	private static final byte EMPTY = 0;

	private final DeflateSettings settings;

	/** The compressor that is the context, made for the first message that needs it. */
	private @Nullable Deflater own;

	/** The context where the window is smaller than the compressor's. */
	private @Nullable SlidingWindow window;

	private boolean closed;

	MessageDeflater(DeflateSettings settings) {
		this.settings = settings;
	}

	/**
	 * Compresses a message.
	 * @param message the bytes between position and limit
	 * @param out takes the result
	 * @return {@code false} if it is not smaller and nothing is lost by not sending it
	 */
	boolean deflate(ByteBuffer message, PayloadSink out) {
		if (this.closed) {
			return false;
		}
		ZlibPool pool = ZlibPool.current();
		ByteBuffer pieces = pool.deflated();
		if (!message.hasRemaining()) {
			out.accept(pieces.put(EMPTY).flip());
			return true;
		}
		// Once a context has taken the message in, the peer must do so too.
		Writer writer = new Writer(pieces, out, this.settings.keepsContext() ? Integer.MAX_VALUE : message.remaining());
		boolean smaller = needsChunks(message) ? deflateInChunks(pool, message, writer)
				: writer.deflate(compressor(pool), message);
		return smaller && writer.finish();
	}

	/**
	 * Lets the native memory go.
	 */
	void close() {
		this.closed = true;
		this.window = null;
		if (this.own != null) {
			this.own.end();
			this.own = null;
		}
	}

	boolean holdsDeflater() {
		return this.own != null;
	}

	private boolean needsChunks(ByteBuffer message) {
		return this.settings.windowBits() < DeflateSettings.LARGEST_BITS
				&& (this.settings.keepsContext() || message.remaining() > this.settings.window());
	}

	private Deflater compressor(ZlibPool pool) {
		if (!this.settings.keepsContext()) {
			return pool.deflater(this.settings.level());
		}
		if (this.own == null) {
			this.own = new Deflater(this.settings.level(), true);
		}
		return this.own;
	}

	private boolean deflateInChunks(ZlibPool pool, ByteBuffer message, Writer writer) {
		SlidingWindow behind = (this.window != null) ? this.window : new SlidingWindow(this.settings.window() / 2);
		if (this.settings.keepsContext()) {
			this.window = behind;
		}
		while (message.hasRemaining()) {
			Deflater deflater = pool.deflater(this.settings.level());
			if (behind.size() > 0) {
				deflater.setDictionary(behind.toArray());
			}
			int size = Math.min(message.remaining(), this.settings.window() - behind.size());
			ByteBuffer chunk = message.slice(message.position(), size);
			message.position(message.position() + size);
			behind.append(chunk);
			if (!writer.deflate(deflater, chunk)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Hands on what zlib writes, except the end of the last flush.
	 */
	private static final class Writer {

		private final ByteBuffer pieces;

		private final PayloadSink out;

		private final int limit;

		private int written;

		Writer(ByteBuffer pieces, PayloadSink out, int limit) {
			this.pieces = pieces;
			this.out = out;
			this.limit = limit;
		}

		/**
		 * Compresses up to the end of a block.
		 * @param deflater the compressor
		 * @param bytes what to compress
		 * @return {@code false} if the limit is reached
		 */
		boolean deflate(Deflater deflater, ByteBuffer bytes) {
			deflater.setInput(bytes);
			do {
				if (this.pieces.remaining() < ROOM_FOR_A_FLUSH && !handOn()) {
					return false;
				}
				deflater.deflate(this.pieces, Deflater.SYNC_FLUSH);
			}
			while (!this.pieces.hasRemaining());
			return true;
		}

		boolean finish() {
			return handOn();
		}

		private boolean handOn() {
			int size = this.pieces.position() - TAIL;
			this.written += size;
			if (this.written >= this.limit) {
				return false;
			}
			this.out.accept(this.pieces.slice(0, size));
			// What may be the end stays, as the beginning of the next piece.
			this.pieces.putInt(0, this.pieces.getInt(size)).position(TAIL);
			return true;
		}

	}

}
