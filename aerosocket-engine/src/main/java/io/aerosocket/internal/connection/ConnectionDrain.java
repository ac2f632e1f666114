package io.aerosocket.internal.connection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * Ends all connections of a registry without dropping a message: each is told, over a
 * window, and what is left after the grace period is cut.
 */
public final class ConnectionDrain {

	private static final int POLL_MILLIS = 10;

	/** Time for cut connections to tell their handlers so. */
	private static final Duration AFTERMATH = Duration.ofSeconds(1);

	private final ConnectionRegistry registry;

	private final CompletableFuture<Integer> done = new CompletableFuture<>();

	private ConnectionDrain(ConnectionRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Begins.
	 * @param registry the connections
	 * @param window the longest time over which the Close frames are spread
	 * @param grace how long the connections have
	 * @return completes with the number of connections that had to be cut
	 */
	public static CompletableFuture<Integer> begin(ConnectionRegistry registry, Duration window, Duration grace) {
		ConnectionDrain drain = new ConnectionDrain(registry);
		long deadline = System.nanoTime() + grace.toNanos();
		if (!grace.isZero()) {
			// Half of the grace period is for the answers of those that are told last.
			Duration half = grace.dividedBy(2);
			registry.drain((window.compareTo(half) < 0) ? window : half);
		}
		drain.awaitConnections(deadline);
		return drain.done;
	}

	private void awaitConnections(long deadline) {
		if (this.registry.unfinished() == 0) {
			this.done.complete(0);
		}
		else if (System.nanoTime() - deadline >= 0) {
			awaitAftermath(this.registry.cutAll(), System.nanoTime() + AFTERMATH.toNanos());
		}
		else {
			later(() -> awaitConnections(deadline));
		}
	}

	private void awaitAftermath(int cut, long deadline) {
		if (this.registry.unfinished() == 0 || System.nanoTime() - deadline >= 0) {
			this.done.complete(cut);
		}
		else {
			later(() -> awaitAftermath(cut, deadline));
		}
	}

	private static void later(Runnable action) {
		GlobalEventExecutor.INSTANCE.schedule(action, POLL_MILLIS, TimeUnit.MILLISECONDS);
	}

}
