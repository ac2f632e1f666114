package io.aerosocket.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.internal.connection.ConnectionRegistry;
import io.aerosocket.internal.flight.DrainPhase;
import io.aerosocket.internal.flight.FlightRecorder;
import io.aerosocket.telemetry.DrainProgress;
import io.aerosocket.telemetry.EngineListener;
import io.aerosocket.telemetry.EngineListeners;

/**
 * Tells the log and the listeners how far a drain has come.
 */
final class DrainReport {

	private static final Logger logger = LoggerFactory.getLogger(AeroServer.class);

	private static final long EVERY_SECONDS = 5;

	private final ConnectionRegistry registry;

	private final EngineListeners listeners;

	private final long beganAt = System.nanoTime();

	private volatile int connections;

	private volatile int cut;

	private int told;

	private boolean accepting;

	private volatile boolean hurried;

	private volatile long endsAt = this.beganAt;

	private @Nullable Future<?> ticks;

	DrainReport(ConnectionRegistry registry, EngineListeners listeners) {
		this.registry = registry;
		this.listeners = listeners;
		this.connections = registry.count();
	}

	/**
	 * It begins.
	 * @param grace how long all of it may take
	 * @param accepting how long new connections are accepted before
	 */
	void began(Duration grace, Duration accepting) {
		this.endsAt = System.nanoTime() + grace.toNanos();
		this.accepting = !accepting.isZero();
		if (this.accepting) {
			logger.info("Stopping: {} connections are open and new ones are accepted for {} s more. All of them are to "
					+ "be closed within {} s", this.connections, seconds(accepting), seconds(grace));
		}
		else if (this.connections > 0) {
			logger.info("Closing {} connections, which have {} s", this.connections, seconds(grace));
		}
		this.ticks = GlobalEventExecutor.INSTANCE.scheduleAtFixedRate(this::goesOn, EVERY_SECONDS, EVERY_SECONDS,
				TimeUnit.SECONDS);
		tell(DrainPhase.BEGAN, EngineListener::drainBegan);
	}

	void hurried(Duration left) {
		this.hurried = true;
		this.endsAt = System.nanoTime() + left.toNanos();
		DrainProgress now = progress();
		logger.info("Asked to hurry: telling the {} connections that are left at once, which have {} s", now.left(),
				seconds(left));
		tell(DrainPhase.HURRIED, EngineListener::drainContinues);
	}

	void told(int batch) {
		this.told += batch;
		FlightRecorder.drain(DrainPhase.BATCH, progress(), this.told);
	}

	/**
	 * No more connections are accepted, and those that there are begin to be closed.
	 * @param left how long they have
	 */
	void closing(Duration left) {
		int open = this.registry.count();
		this.connections = Math.max(this.connections, open);
		if (this.accepting && open > 0) {
			logger.info("Closing {} connections, which have {} s", open, seconds(left));
		}
		this.accepting = false;
	}

	void ended(int cutConnections) {
		if (this.ticks != null) {
			this.ticks.cancel(false);
		}
		this.cut = cutConnections;
		if (cutConnections > 0) {
			logger.warn("{} connections were still open at the end of the grace period and were cut. "
					+ "See aerosocket.server.shutdown.grace-period.", cutConnections);
		}
		tell(DrainPhase.ENDED, EngineListener::drainEnded);
	}

	/**
	 * Returns how far it has come. Safe for any thread.
	 * @return the progress
	 */
	DrainProgress progress() {
		long now = System.nanoTime();
		return new DrainProgress(this.connections, this.registry.count(), this.cut, this.hurried,
				Duration.ofNanos(now - this.beganAt), Duration.ofNanos(Math.max(this.endsAt - now, 0)));
	}

	/**
	 * Tells of it now and then.
	 */
	void goesOn() {
		DrainProgress now = progress();
		if (this.accepting) {
			logger.info("{} connections are open, and new ones are still accepted", now.left());
		}
		else if (now.left() == 0) {
			logger.info("All connections are closed, and what their handlers still do has {} s",
					seconds(now.remaining()));
		}
		else {
			logger.info("{} of {} connections are still to be closed, and have {} s", now.left(), now.connections(),
					seconds(now.remaining()));
		}
		tell(DrainPhase.CONTINUES, EngineListener::drainContinues);
	}

	// Rounded up: who has less than a second does not have none.
	private static long seconds(Duration time) {
		return time.plusMillis(999).toSeconds();
	}

	private void tell(DrainPhase phase, BiConsumer<EngineListener, DrainProgress> event) {
		DrainProgress now = progress();
		FlightRecorder.drain(phase, now, this.told);
		event.accept(this.listeners, now);
	}

}
