package io.aerosocket.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A selector whose keys carry what to do when they are ready. For one thread.
 */
final class Poller implements AutoCloseable {

	private static final Duration SILENCE_AT_MOST = Duration.ofSeconds(10);

	private static final long SELECT_AT_MOST_MILLIS = 100;

	private final Selector selector;

	private long silentNanos;

	Poller() throws IOException {
		this.selector = Selector.open();
	}

	/**
	 * Registers a channel.
	 * @param channel a channel that does not block
	 * @param operations what to wait for
	 * @param reaction what to do then
	 * @return the key
	 * @throws IOException if the channel is closed
	 */
	SelectionKey register(SocketChannel channel, int operations, Reaction reaction) throws IOException {
		return channel.register(this.selector, operations, reaction);
	}

	/**
	 * Waits a little until a channel is ready.
	 * @throws IOException if a reaction failed with it
	 * @throws LoadException if nothing was ready for a long time
	 */
	void poll() throws IOException {
		long begin = System.nanoTime();
		if (react(false) > 0) {
			this.silentNanos = 0;
			return;
		}
		this.silentNanos += System.nanoTime() - begin;
		if (this.silentNanos > SILENCE_AT_MOST.toNanos()) {
			throw new LoadException("server: silent for " + SILENCE_AT_MOST.toSeconds() + " s (expected: answers)");
		}
	}

	/**
	 * Looks whether a channel is ready, without waiting.
	 * @return whether one was
	 * @throws IOException if a reaction failed with it
	 */
	boolean pollNow() throws IOException {
		return react(true) > 0;
	}

	private int react(boolean now) throws IOException {
		try {
			return now ? this.selector.selectNow(Poller::onReady)
					: this.selector.select(Poller::onReady, SELECT_AT_MOST_MILLIS);
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	private static void onReady(SelectionKey key) {
		try {
			((Reaction) key.attachment()).onReady(key);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Closes the selector and all of its channels.
	 */
	@Override
	public void close() throws IOException {
		for (SelectionKey key : this.selector.keys()) {
			key.channel().close();
		}
		this.selector.close();
	}

	/**
	 * What to do when a channel is ready.
	 */
	@FunctionalInterface
	interface Reaction {

		/**
		 * Reads, writes or completes the connecting.
		 * @param key the channel's key
		 * @throws IOException if the connection failed
		 */
		void onReady(SelectionKey key) throws IOException;

	}

}
