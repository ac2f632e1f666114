package io.aerosocket.internal.stream;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file, of the length that it has when it is opened.
 */
final class FileChunkReader implements ChunkReader {

	private final Path path;

	private final int fragmentSize;

	private @Nullable FileChannel file;

	private long left;

	private boolean closed;

	FileChunkReader(Path path, int fragmentSize) {
		this.path = path;
		this.fragmentSize = fragmentSize;
	}

	/**
	 * Opens a file to be sent.
	 * @param path where it is
	 * @return the file
	 * @throws IOException if it cannot be read, or has no length to speak of
	 */
	static FileChannel open(Path path) throws IOException {
		FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
		if (!Files.isRegularFile(path)) {
			file.close();
			throw new FileSystemException(path.toString(), null, "not a regular file");
		}
		return file;
	}

	static EOFException shrank(Path path, long missing) {
		return new EOFException(path + " became shorter while it was sent: " + missing + " bytes are missing");
	}

	@Override
	public OutgoingFragment read(ByteBufAllocator allocator) throws IOException {
		FileChannel source = file();
		int length = (int) Math.min(this.left, this.fragmentSize);
		ByteBuf chunk = OutgoingFragment.room(allocator, length);
		try {
			while (chunk.isWritable()) {
				if (chunk.writeBytes(source, chunk.writableBytes()) < 0) {
					throw shrank(this.path, this.left - (length - chunk.writableBytes()));
				}
			}
		}
		catch (Throwable ex) {
			chunk.release();
			throw ex;
		}
		this.left -= length;
		if (this.left == 0) {
			close();
		}
		return OutgoingFragment.of(chunk, this.left == 0);
	}

	private synchronized FileChannel file() throws IOException {
		if (this.closed) {
			throw new ClosedChannelException();
		}
		FileChannel open = this.file;
		if (open == null) {
			open = open(this.path);
			this.file = open;
			this.left = open.size();
		}
		return open;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.file != null) {
			try {
				this.file.close();
			}
			catch (IOException ex) {
				// It was only read.
			}
		}
	}

}
