package io.aerosocket.spring.boot.test.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;

/**
 * A socket, with a thread that reads and one that writes, so that nobody else waits for
 * the server.
 */
final class SocketWire implements Wire {

	private static final int READ_BYTES = 64 * 1024;

	private final Socket transport;

	private final Socket socket;

	private final Object reading = new Object();

	private final ExecutorService writer = Executors.newSingleThreadExecutor((task) -> daemon(task, "writer"));

	private boolean paused;

	private boolean hungUp;

	private boolean ended;

	/**
	 * Creates the wire of a socket.
	 * @param transport the socket that the operating system knows
	 * @param socket the same, or TLS on top of it
	 */
	SocketWire(Socket transport, Socket socket) {
		this.transport = transport;
		this.socket = socket;
	}

	@Override
	public void start(WireListener listener) {
		daemon(() -> read(listener), "reader").start();
	}

	private static Thread daemon(Runnable task, String role) {
		Thread thread = new Thread(task, "aerosocket-test-" + role);
		thread.setDaemon(true);
		return thread;
	}

	private void read(WireListener listener) {
		IOException error = null;
		byte[] bytes = new byte[READ_BYTES];
		try {
			InputStream in = this.socket.getInputStream();
			awaitReading();
			int count = in.read(bytes);
			while (count >= 0) {
				// What was on its way when reading stopped waits here.
				awaitReading();
				listener.received(Arrays.copyOf(bytes, count));
				count = in.read(bytes);
			}
			awaitReading();
		}
		catch (IOException ex) {
			error = ex;
		}
		listener.ended(error);
		synchronized (this.reading) {
			this.ended = true;
		}
		closeIfOver();
	}

	private void awaitReading() {
		synchronized (this.reading) {
			boolean interrupted = false;
			while (this.paused) {
				try {
					this.reading.wait();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public CompletionStage<Void> write(byte[] bytes) {
		CompletableFuture<Void> written = new CompletableFuture<>();
		execute(() -> {
			try {
				this.socket.getOutputStream().write(bytes);
				this.socket.getOutputStream().flush();
				written.complete(null);
			}
			catch (IOException ex) {
				written.completeExceptionally(ex);
			}
		}, written);
		return written;
	}

	private void execute(Runnable task, @Nullable CompletableFuture<Void> written) {
		synchronized (this.reading) {
			if (!this.hungUp) {
				this.writer.execute(task);
				return;
			}
		}
		if (written != null) {
			written.completeExceptionally(new IOException("This side has hung up"));
		}
	}

	@Override
	public void pause() {
		synchronized (this.reading) {
			this.paused = true;
		}
	}

	@Override
	public void resume() {
		synchronized (this.reading) {
			this.paused = false;
			this.reading.notifyAll();
		}
	}

	@Override
	public void hangUp() {
		synchronized (this.reading) {
			if (this.hungUp) {
				return;
			}
			this.writer.execute(this::endOutput);
			this.hungUp = true;
			this.writer.shutdown();
		}
	}

	private void endOutput() {
		try {
			this.socket.shutdownOutput();
		}
		catch (IOException ex) {
			close(this.transport);
		}
		closeIfOver();
	}

	// Not before the server's end: to close a socket with unread bytes is a reset.
	private void closeIfOver() {
		synchronized (this.reading) {
			if (!this.ended || !this.hungUp) {
				return;
			}
		}
		close(this.socket);
	}

	@Override
	public void reset() {
		synchronized (this.reading) {
			this.hungUp = true;
			this.writer.shutdownNow();
		}
		try {
			// Time zero makes the operating system send a reset.
			this.transport.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			// It is closed already.
		}
		close(this.transport);
		resume();
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// Nobody is interested any more.
		}
	}

}
