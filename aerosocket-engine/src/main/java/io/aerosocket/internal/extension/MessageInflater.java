package io.aerosocket.internal.extension;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;
import io.aerosocket.ProtocolViolationException;
import io.aerosocket.extension.PayloadSink;

/**
 * Decompresses the messages of one connection (RFC 7692 section 7.2.2), piece by piece,
 * and watches how much becomes of how little.
 * <p>
 * The decompressor is the thread's, taken for one message. What messages may refer back
 * to is kept here, because zlib forgets its own at a block with BFINAL, after which a
 * message may well go on (section 7.2.3.4).
 */
final class MessageInflater {

	/**
	 * The ratio of a message does not matter up to here: a table of figures that hardly
	 * change is honest at a thousand to one.
	 */
	static final int UNMEASURED = 1024 * 1024;

	/**
	 * So many final blocks may be in a message: each has zlib start anew, at the cost of
	 * a whole window, for two bytes of the peer's.
	 */
	static final int MOST_FINAL_BLOCKS = 1024;

	/**
	 * What the sender left out, and an empty final block: if zlib takes that for its end,
	 * the message did not stop in the middle of a block.
	 */
	private static final byte[] TAIL = { 0, 0, (byte) 0xFF, (byte) 0xFF, 3, 0 };

	private final int maxRatio;

	/** The context, where there is one. */
	private final @Nullable SlidingWindow context;

	private ZlibPool.@Nullable Decompressor current;

	private long compressed;

	private long inflated;

	private int finalBlocks;

	private boolean ended;

	MessageInflater(DeflateSettings settings) {
		this.maxRatio = settings.maxRatio();
		this.context = settings.peerKeepsContext() ? new SlidingWindow(settings.peerWindow()) : null;
	}

	/**
	 * Decompresses the next piece of a message.
	 * @param piece the bytes between position and limit
	 * @param last whether the message ends with it
	 * @param out takes the result
	 * @throws ProtocolViolationException with 1007 if this is not a stream of whole
	 * DEFLATE blocks, with 1009 if too much becomes of it
	 */
	void inflate(ByteBuffer piece, boolean last, PayloadSink out) {
		ZlibPool pool = ZlibPool.current();
		ZlibPool.Decompressor current = (this.current != null) ? this.current : begin(pool);
		boolean goesOn = false;
		try {
			this.compressed += piece.remaining();
			feed(current, piece, pool, out);
			// A final block at the very end is whole without the byte that should follow.
			if (last && !this.ended) {
				feed(current, ByteBuffer.wrap(TAIL), pool, out);
				if (!this.ended) {
					throw invalid("it stops inside a block");
				}
			}
			goesOn = !last;
		}
		catch (DataFormatException ex) {
			throw invalid("it is not DEFLATE");
		}
		finally {
			if (!goesOn) {
				end(pool);
			}
		}
	}

	/**
	 * Gives up a message that is half received.
	 */
	void close() {
		end(ZlibPool.current());
		if (this.context != null) {
			this.context.release();
		}
	}

	boolean holdsInflater() {
		return this.current != null;
	}

	private ZlibPool.Decompressor begin(ZlibPool pool) {
		ZlibPool.Decompressor fresh = pool.takeInflater();
		this.current = fresh;
		this.compressed = 0;
		this.inflated = 0;
		this.finalBlocks = 0;
		this.ended = false;
		if (this.context != null) {
			this.context.prime(fresh.zlib());
		}
		return fresh;
	}

	private void end(ZlibPool pool) {
		if (this.current != null) {
			pool.giveBack(this.current);
			this.current = null;
		}
	}

	private void feed(ZlibPool.Decompressor current, ByteBuffer piece, ZlibPool pool, PayloadSink out)
			throws DataFormatException {
		Inflater zlib = current.zlib();
		SlidingWindow window = (this.context != null) ? this.context : current.window();
		if (!piece.hasRemaining()) {
			return;
		}
		if (this.ended) {
			startAnew(zlib, window);
		}
		zlib.setInput(piece);
		while (true) {
			ByteBuffer chunk = pool.inflated();
			boolean full = zlib.inflate(chunk) == chunk.capacity();
			deliver(chunk.flip(), window, out);
			if (zlib.finished()) {
				this.ended = true;
				if (!piece.hasRemaining()) {
					return;
				}
				startAnew(zlib, window);
				zlib.setInput(piece);
			}
			else if (!full) {
				return;
			}
		}
	}

	private void deliver(ByteBuffer chunk, SlidingWindow window, PayloadSink out) {
		if (!chunk.hasRemaining()) {
			return;
		}
		this.inflated += chunk.remaining();
		if (this.inflated > UNMEASURED && this.inflated > this.maxRatio * this.compressed) {
			throw new ProtocolViolationException(CloseCode.MESSAGE_TOO_BIG,
					"message that inflates to more than " + this.maxRatio + " times its size");
		}
		window.append(chunk);
		out.accept(chunk);
	}

	private void startAnew(Inflater zlib, SlidingWindow window) {
		if (++this.finalBlocks > MOST_FINAL_BLOCKS) {
			throw new ProtocolViolationException(CloseCode.MESSAGE_TOO_BIG,
					"message of more than " + MOST_FINAL_BLOCKS + " final blocks");
		}
		this.ended = false;
		zlib.reset();
		window.prime(zlib);
	}

	private static ProtocolViolationException invalid(String how) {
		return new ProtocolViolationException(CloseCode.INVALID_PAYLOAD, "invalid compressed message: " + how);
	}

}
