package io.aerosocket.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;

import io.aerosocket.internal.connection.ConnectionDrain;
import io.aerosocket.internal.connection.ConnectionRegistry;
import io.aerosocket.internal.connection.DrainPlan;
import io.aerosocket.internal.dispatch.HandlerExecutors;
import io.aerosocket.internal.transport.EventLoops;
import io.aerosocket.telemetry.DrainProgress;
import io.aerosocket.telemetry.EngineListeners;

/**
 * Ends a server without dropping a message: listener first, then the connections, spread
 * over a window, then whatever is left after the grace period, threads last.
 * <p>
 * Confined to Netty's global event executor, except where a method says otherwise.
 */
final class Drain {

	private static final int POLL_MILLIS = 10;

	/** Time for sockets and event loops to end. */
	private static final Duration AFTERMATH = Duration.ofSeconds(1);

	private final Parts parts;

	private final ServerOptions options;

	private final Runnable stopAccepting;

	private final DrainReport report;

	private final CompletableFuture<Integer> done = new CompletableFuture<>();

	private long deadline;

	private boolean hurried;

	private boolean ended;

	private @Nullable Future<?> waiting;

	private @Nullable HandOver handOver;

	private @Nullable ConnectionDrain connections;

	/**
	 * Creates a drain.
	 * @param parts what is to end
	 * @param options how
	 * @param listeners hear of it
	 * @param stopAccepting refuses handshakes from now on
	 */
	Drain(Parts parts, ServerOptions options, EngineListeners listeners, Runnable stopAccepting) {
		this.parts = parts;
		this.options = options;
		this.stopAccepting = stopAccepting;
		this.report = new DrainReport(parts.registry(), listeners);
	}

	/**
	 * Begins. Safe for any thread.
	 * @param grace how long the connections have
	 * @return completes with the number of connections that had to be cut
	 */
	CompletableFuture<Integer> begin(Duration grace) {
		Duration accepting = shorter(this.options.drain().acceptFor(), grace.dividedBy(2));
		if (accepting.isZero() && !this.options.reusePort()) {
			this.stopAccepting.run();
		}
		GlobalEventExecutor.INSTANCE.execute(() -> {
			this.deadline = System.nanoTime() + grace.toNanos();
			this.report.began(grace, accepting);
			if (accepting.isZero()) {
				closeListeners();
			}
			else {
				this.waiting = later(this::closeListeners, accepting.toMillis());
			}
		});
		return this.done;
	}

	/**
	 * Waits for nothing but the connections any more, all of which are told at once. Safe
	 * for any thread.
	 * @param grace how long they have from now on, unless their time is up before
	 */
	void hurry(Duration grace) {
		GlobalEventExecutor.INSTANCE.execute(() -> {
			if (this.ended) {
				return;
			}
			this.hurried = true;
			long sooner = System.nanoTime() + grace.toNanos();
			this.deadline = (sooner - this.deadline < 0) ? sooner : this.deadline;
			this.report.hurried(left());
			if (this.connections != null) {
				this.connections.hurry(left());
			}
			else if (this.handOver != null) {
				this.handOver.hurry();
			}
			else if (this.waiting != null && this.waiting.cancel(false)) {
				closeListeners();
			}
		});
	}

	/**
	 * Returns how far it has come. Safe for any thread.
	 * @return its progress
	 */
	DrainProgress progress() {
		return this.report.progress();
	}

	private void closeListeners() {
		if (!this.options.reusePort() || this.hurried || left().isZero()) {
			listenersClosing();
			return;
		}
		HandOver begun = this.parts.listeners().handOver();
		this.handOver = begun;
		begun.done().thenAccept((handedOver) -> GlobalEventExecutor.INSTANCE.execute(() -> {
			if (handedOver) {
				long most = shorter(this.options.handshakeTimeout(), left().dividedBy(2)).toNanos();
				awaitHandshakes(System.nanoTime() + most);
			}
			else {
				listenersClosing();
			}
		}));
	}

	// They were accepted, so that they are served, although they have to move at once.
	private void awaitHandshakes(long end) {
		if (this.hurried || this.parts.pipeline().handshaking() == 0 || System.nanoTime() - end >= 0) {
			listenersClosing();
		}
		else {
			later(() -> awaitHandshakes(end), POLL_MILLIS);
		}
	}

	private void listenersClosing() {
		this.stopAccepting.run();
		this.parts.listeners().close().addListener((closed) -> drainConnections());
	}

	private void drainConnections() {
		this.report.closing(left());
		DrainOptions drain = this.options.drain();
		DrainPlan plan = new DrainPlan("the server is shutting down", this.options.drainWindow(), drain.batchSize(),
				drain.jitter(), drain.retryAfter());
		ConnectionDrain begun = ConnectionDrain.begin(this.parts.registry(), plan, left(), this.report::told);
		this.connections = begun;
		if (this.hurried) {
			begun.hurry(left());
		}
		begun.done().thenAccept(this::finish);
	}

	private void finish(int cut) {
		this.ended = true;
		this.report.ended(cut);
		this.parts.pipeline().endHandshakes();
		awaitSockets(cut, System.nanoTime() + AFTERMATH.toNanos());
	}

	// With io_uring a socket is closed only when the kernel has let go of it, and not at
	// all by an event loop that has ended.
	private void awaitSockets(int cut, long end) {
		if (this.parts.pipeline().handshaking() == 0 || System.nanoTime() - end >= 0) {
			endThreads(cut);
		}
		else {
			later(() -> awaitSockets(cut, end), POLL_MILLIS);
		}
	}

	private void endThreads(int cut) {
		this.parts.registry().stop();
		this.parts.executors().shutdown();
		// An event loop that a handler blocks does not end; the server does.
		Future<?> late = later(() -> this.done.complete(cut), 2 * AFTERMATH.toMillis());
		this.parts.loops()
			.group()
			.shutdownGracefully(0, AFTERMATH.toMillis(), TimeUnit.MILLISECONDS)
			.addListener((ended) -> {
				// Or it would keep the server, and with it the application's classes.
				late.cancel(false);
				this.done.complete(cut);
			});
	}

	private Duration left() {
		return Duration.ofNanos(Math.max(this.deadline - System.nanoTime(), 0));
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private static Future<?> later(Runnable action, long millis) {
		return GlobalEventExecutor.INSTANCE.schedule(action, millis, TimeUnit.MILLISECONDS);
	}

	/**
	 * What is to end.
	 *
	 * @param listeners what listens
	 * @param pipeline furnishes the sockets
	 * @param registry the connections
	 * @param executors the threads of handlers
	 * @param loops the event loops
	 */
	record Parts(Listeners listeners, ServerPipeline pipeline, ConnectionRegistry registry, HandlerExecutors executors,
			EventLoops loops) {

	}

}
