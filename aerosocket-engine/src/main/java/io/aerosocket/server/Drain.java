package io.aerosocket.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.internal.connection.ConnectionDrain;
import io.aerosocket.internal.connection.ConnectionRegistry;
import io.aerosocket.internal.dispatch.HandlerExecutors;
import io.aerosocket.internal.transport.EventLoops;

/**
 * Ends a server without dropping a message: listener first, then the connections, spread
 * over a window, then whatever is left after the grace period, threads last.
 */
final class Drain {

	private static final Logger logger = LoggerFactory.getLogger(AeroServer.class);

	private static final int POLL_MILLIS = 10;

	/** Time for sockets and event loops to end. */
	private static final Duration AFTERMATH = Duration.ofSeconds(1);

	private final EventLoops loops;

	private final ConnectionRegistry registry;

	private final ServerPipeline pipeline;

	private final Listeners listeners;

	private final HandlerExecutors executors;

	private final CompletableFuture<Integer> done = new CompletableFuture<>();

	Drain(EventLoops loops, ConnectionRegistry registry, ServerPipeline pipeline, Listeners listeners,
			HandlerExecutors executors) {
		this.loops = loops;
		this.pipeline = pipeline;
		this.registry = registry;
		this.listeners = listeners;
		this.executors = executors;
	}

	/**
	 * Begins.
	 * @param window the longest time over which the Close frames are spread
	 * @param grace how long the connections have
	 * @return completes with the number of connections that had to be cut
	 */
	CompletableFuture<Integer> begin(Duration window, Duration grace) {
		int count = this.registry.count();
		if (count > 0) {
			logger.info("Closing {} connections, which have {} s", count, grace.toSeconds());
		}
		this.listeners.close()
			.addListener((closed) -> ConnectionDrain.begin(this.registry, window, grace).thenAccept(this::finish));
		return this.done;
	}

	private void finish(int cut) {
		if (cut > 0) {
			logger.warn("{} connections were still open at the end of the grace period and were cut. "
					+ "See aerosocket.server.shutdown.grace-period.", cut);
		}
		this.pipeline.endHandshakes();
		awaitSockets(cut, System.nanoTime() + AFTERMATH.toNanos());
	}

	// With io_uring a socket is closed only when the kernel has let go of it, and not at
	// all by an event loop that has ended.
	private void awaitSockets(int cut, long deadline) {
		if (this.pipeline.handshaking() == 0 || System.nanoTime() - deadline >= 0) {
			endThreads(cut);
		}
		else {
			later(() -> awaitSockets(cut, deadline), POLL_MILLIS);
		}
	}

	private void endThreads(int cut) {
		this.registry.stop();
		this.executors.shutdown();
		// An event loop that a handler blocks does not end; the server does.
		Future<?> late = later(() -> this.done.complete(cut), 2 * AFTERMATH.toMillis());
		this.loops.group().shutdownGracefully(0, AFTERMATH.toMillis(), TimeUnit.MILLISECONDS).addListener((ended) -> {
			// Or it would keep the server, and with it the application's classes.
			late.cancel(false);
			this.done.complete(cut);
		});
	}

	private static Future<?> later(Runnable action, long millis) {
		return GlobalEventExecutor.INSTANCE.schedule(action, millis, TimeUnit.MILLISECONDS);
	}

}
