package io.aerosocket.server;

import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/**
 * An input stream that yields zeros without end, and counts them.
 */
final class EndlessStream extends InputStream {

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private volatile long bytes;

	long bytes() {
		return this.bytes;
	}

	CompletableFuture<Void> closed() {
		return this.closed;
	}

	@Override
	public int read() {
		throw new UnsupportedOperationException();
	}

	@Override
	public int read(byte[] buffer, int offset, int length) {
		this.bytes = this.bytes + length;
		return length;
	}

	@Override
	public void close() {
		this.closed.complete(null);
	}

}
