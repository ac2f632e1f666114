package io.aerosocket.server;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/**
 * An input stream that tells when it is closed.
 */
final class ClosingStream extends FilterInputStream {

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	ClosingStream(InputStream in) {
		super(in);
	}

	CompletableFuture<Void> closed() {
		return this.closed;
	}

	@Override
	public void close() throws IOException {
		super.close();
		this.closed.complete(null);
	}

}
