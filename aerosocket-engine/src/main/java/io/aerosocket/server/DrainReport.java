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

	private volatile boolean hurried;

	private volatile long endsAt = this.beganAt;

	private @Nullable Future<?> ticks;

	DrainReport(ConnectionRegistry registry, EngineListeners listeners) {
		this.registry = registry;
		this.listeners = listeners;
		this.connections = registry.count();
	}

	void began(Duration grace) {
		this.endsAt = System.nanoTime() + grace.toNanos();
		if (this.connections > 0) {
			logger.info("Closing {} connections, which have {} s", this.connections, grace.toSeconds());
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
				left.toSeconds());
		tell(DrainPhase.HURRIED, EngineListener::drainContinues);
	}

	void told(int batch) {
		this.told += batch;
		FlightRecorder.drain(DrainPhase.BATCH, progress(), this.told);
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

	private void goesOn() {
		DrainProgress now = progress();
		logger.info("{} of {} connections are still to be closed, and have {} s", now.left(), now.connections(),
				now.remaining().toSeconds());
		tell(DrainPhase.CONTINUES, EngineListener::drainContinues);
	}

	private void tell(DrainPhase phase, BiConsumer<EngineListener, DrainProgress> event) {
		DrainProgress now = progress();
		FlightRecorder.drain(phase, now, this.told);
		event.accept(this.listeners, now);
	}

}
