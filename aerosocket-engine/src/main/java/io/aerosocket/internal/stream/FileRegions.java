package io.aerosocket.internal.stream;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.RejectedExecutionException;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultFileRegion;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of a file, for the operating system to send them without our reading them.
 * The file is as long as it was when it was opened.
 */
final class FileRegions extends FragmentSource {

	private final Path path;

	private final int fragmentSize;

	private final ByteBufAllocator allocator;

	private final SourceThreads threads;

	private @Nullable FileChannel file;

	private @Nullable Throwable failure;

	private long size;

	private long position;

	private int unsent;

	private boolean closed;

	FileRegions(Path path, int fragmentSize, ByteBufAllocator allocator, SourceThreads threads) {
		this.path = path;
		this.fragmentSize = fragmentSize;
		this.allocator = allocator;
		this.threads = threads;
	}

	@Override
	public void start(Taker taker) {
		try {
			this.threads.reading().execute(() -> open(taker));
		}
		catch (RejectedExecutionException ex) {
			this.failure = ex;
		}
	}

	// On a thread that may block.
	private void open(Taker taker) {
		try {
			FileChannel opened = FileChunkReader.open(this.path);
			long length = opened.size();
			taker.execute(() -> opened(taker, opened, length), () -> close(opened));
		}
		catch (IOException | RuntimeException ex) {
			taker.execute(() -> failed(taker, ex), () -> {
			});
		}
	}

	private void opened(Taker taker, FileChannel opened, long length) {
		this.file = opened;
		this.size = length;
		closeIfDone();
		taker.ready();
	}

	private void failed(Taker taker, Throwable cause) {
		this.failure = cause;
		taker.ready();
	}

	@Override
	public @Nullable OutgoingFragment next() throws Exception {
		Failures.rethrow(this.failure);
		FileChannel open = this.file;
		if (open == null) {
			return null;
		}
		int length = (int) Math.min(this.size - this.position, this.fragmentSize);
		if (length == 0) {
			return OutgoingFragment.of(OutgoingFragment.room(this.allocator, 0), true);
		}
		// What was announced has to follow, so it had better be there.
		long actual = open.size();
		if (actual < this.position + length) {
			throw FileChunkReader.shrank(this.path, this.size - actual);
		}
		this.unsent++;
		OutgoingFragment fragment = new OutgoingFragment(new Region(open, this.position, length), length,
				this.position + length == this.size);
		this.position += length;
		return fragment;
	}

	@Override
	public void close() {
		this.closed = true;
		closeIfDone();
	}

	private void closeIfDone() {
		FileChannel open = this.file;
		if (this.closed && this.unsent == 0 && open != null) {
			close(open);
		}
	}

	private static void close(FileChannel file) {
		try {
			file.close();
		}
		catch (IOException ex) {
			// It was only read.
		}
	}

	/**
	 * A piece of the file, which stays open for the others.
	 */
	private final class Region extends DefaultFileRegion {

		Region(FileChannel file, long position, long count) {
			super(file, position, count);
		}

		@Override
		protected void deallocate() {
			FileRegions.this.unsent--;
			closeIfDone();
		}

	}

}
