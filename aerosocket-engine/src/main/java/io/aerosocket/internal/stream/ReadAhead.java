package io.aerosocket.internal.stream;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;

import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Fragments that are read elsewhere, up to two ahead of what is taken.
 */
final class ReadAhead extends FragmentSource {

	private static final int AHEAD = 2;

	private final ChunkReader reader;

	private final ByteBufAllocator allocator;

	private final SourceThreads threads;

	private final Queue<OutgoingFragment> ready = new ArrayDeque<>(AHEAD);

	private @Nullable Taker taker;

	private @Nullable Throwable failure;

	private boolean reading;

	private boolean wholeRead;

	private boolean closed;

	ReadAhead(ChunkReader reader, ByteBufAllocator allocator, SourceThreads threads) {
		this.reader = reader;
		this.allocator = allocator;
		this.threads = threads;
	}

	@Override
	public void start(Taker taker) {
		this.taker = taker;
		readMore(taker);
	}

	@Override
	public @Nullable OutgoingFragment next() throws Exception {
		OutgoingFragment fragment = this.ready.poll();
		if (fragment == null) {
			Failures.rethrow(this.failure);
		}
		else if (this.taker != null) {
			readMore(this.taker);
		}
		return fragment;
	}

	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		this.ready.forEach((fragment) -> fragment.body().release());
		this.ready.clear();
		if (!this.wholeRead) {
			try {
				this.threads.closing().execute(this.reader::close);
			}
			catch (RejectedExecutionException ex) {
				this.reader.close();
			}
		}
	}

	private void readMore(Taker taker) {
		if (this.reading || this.wholeRead || this.closed || this.failure != null || this.ready.size() >= AHEAD) {
			return;
		}
		this.reading = true;
		try {
			this.threads.reading().execute(() -> read(taker));
		}
		catch (RejectedExecutionException ex) {
			this.failure = ex;
		}
	}

	// On a thread that may block.
	private void read(Taker taker) {
		OutgoingFragment fragment;
		try {
			fragment = this.reader.read(this.allocator);
		}
		catch (Throwable ex) {
			taker.execute(() -> failed(taker, ex), this.reader::close);
			return;
		}
		taker.execute(() -> wasRead(taker, fragment), () -> {
			fragment.body().release();
			this.reader.close();
		});
	}

	private void failed(Taker taker, Throwable cause) {
		this.reading = false;
		this.failure = cause;
		taker.ready();
	}

	private void wasRead(Taker taker, OutgoingFragment fragment) {
		this.reading = false;
		if (this.closed) {
			fragment.body().release();
			return;
		}
		this.wholeRead = fragment.isLast();
		this.ready.add(fragment);
		readMore(taker);
		taker.ready();
	}

}
