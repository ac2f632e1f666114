package io.aerosocket.internal.stream;

import java.io.IOException;
import java.io.InputStream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Reads an input stream. A fragment is as large as it may be if so much is there, and
 * smaller rather than wait: somebody may be waiting for a line of a log.
 */
final class InputStreamChunkReader implements ChunkReader {

	private static final int LARGEST_READ = 64 * 1024;

	private final InputStream stream;

	private final int fragmentSize;

	private byte @Nullable [] bytes;

	InputStreamChunkReader(InputStream stream, int fragmentSize) {
		this.stream = stream;
		this.fragmentSize = fragmentSize;
	}

	@Override
	public OutgoingFragment read(ByteBufAllocator allocator) throws IOException {
		byte[] buffer = this.bytes;
		if (buffer == null) {
			buffer = new byte[Math.min(this.fragmentSize, LARGEST_READ)];
			this.bytes = buffer;
		}
		ByteBuf chunk = OutgoingFragment.room(allocator, this.fragmentSize);
		boolean last;
		try {
			last = fill(chunk, buffer);
		}
		catch (Throwable ex) {
			chunk.release();
			throw ex;
		}
		if (last) {
			close();
		}
		return OutgoingFragment.of(chunk, last);
	}

	private boolean fill(ByteBuf chunk, byte[] buffer) throws IOException {
		do {
			int read = this.stream.read(buffer, 0, Math.min(buffer.length, chunk.writableBytes()));
			if (read < 0) {
				return true;
			}
			chunk.writeBytes(buffer, 0, read);
		}
		while (chunk.isWritable() && (chunk.writerIndex() == OutgoingFragment.HEADROOM || this.stream.available() > 0));
		return false;
	}

	@Override
	public void close() {
		try {
			this.stream.close();
		}
		catch (IOException ex) {
			// What was wanted of it was read, or is not wanted any more.
		}
	}

}
