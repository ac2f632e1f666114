package io.aerosocket.internal.extension;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * The compressors and decompressors of one thread, which its connections take turns with,
 * so that one that is idle holds none. What they hold is native memory: about 260 KB for
 * a compressor, 40 KB for a decompressor.
 */
final class ZlibPool {

	/** The size of the pieces that go in and out of zlib. */
	static final int PIECE = 16 * 1024;

	/** Enough for the messages that are half received at any time on most servers. */
	private static final int KEPT_INFLATERS = 16;

	private static final int LEVELS = 10;

	private static final FastThreadLocal<ZlibPool> POOLS = new FastThreadLocal<>() {

		@Override
		protected ZlibPool initialValue() {
			return new ZlibPool();
		}

		@Override
		protected void onRemoval(ZlibPool pool) {
			pool.end();
		}

	};

	private final ArrayDeque<Decompressor> inflaters = new ArrayDeque<>();

	private final @Nullable Deflater[] deflaters = new Deflater[LEVELS];

	private final ByteBuffer inflated = ByteBuffer.allocateDirect(PIECE);

	private final ByteBuffer deflated = ByteBuffer.allocateDirect(PIECE);

	private int inflatersOut;

	private ZlibPool() {
	}

	/**
	 * Returns the pool of this thread.
	 * @return the pool
	 */
	static ZlibPool current() {
		return POOLS.get();
	}

	/**
	 * Takes a decompressor out.
	 * @return a fresh one, the caller's to give back
	 */
	Decompressor takeInflater() {
		Decompressor idle = this.inflaters.poll();
		this.inflatersOut++;
		return (idle != null) ? idle
				: new Decompressor(new Inflater(true), new SlidingWindow(1 << DeflateSettings.LARGEST_BITS));
	}

	/**
	 * Takes a decompressor back, in whatever state.
	 * @param used the decompressor
	 */
	void giveBack(Decompressor used) {
		this.inflatersOut--;
		if (this.inflaters.size() < KEPT_INFLATERS) {
			used.zlib().reset();
			used.window().clear();
			this.inflaters.push(used);
		}
		else {
			used.zlib().end();
		}
	}

	/**
	 * Lends a compressor until the caller returns.
	 * @param level its level
	 * @return a fresh one without zlib's header
	 */
	Deflater deflater(int level) {
		Deflater deflater = this.deflaters[level];
		if (deflater == null) {
			deflater = new Deflater(level, true);
			this.deflaters[level] = deflater;
		}
		else {
			deflater.reset();
		}
		return deflater;
	}

	/**
	 * Lends a buffer for what is decompressed, until the caller returns.
	 * @return an empty buffer of {@link #PIECE} bytes
	 */
	ByteBuffer inflated() {
		return this.inflated.clear();
	}

	/**
	 * Lends a buffer for what is compressed, until the caller returns.
	 * @return an empty buffer of {@link #PIECE} bytes
	 */
	ByteBuffer deflated() {
		return this.deflated.clear();
	}

	/**
	 * Returns how many decompressors connections hold.
	 * @return the number
	 */
	int inflatersOut() {
		return this.inflatersOut;
	}

	private void end() {
		this.inflaters.forEach((idle) -> idle.zlib().end());
		this.inflaters.clear();
		for (Deflater deflater : this.deflaters) {
			if (deflater != null) {
				deflater.end();
			}
		}
	}

	/**
	 * A decompressor.
	 *
	 * @param zlib zlib's, without its header
	 * @param window for a message without context: what it may refer back to
	 */
	record Decompressor(Inflater zlib, SlidingWindow window) {

	}

}
