package io.aerosocket.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.telemetry.BlockedLoop;
import io.aerosocket.telemetry.EngineCounters;
import io.aerosocket.telemetry.EngineListeners;
import io.aerosocket.telemetry.LogGate;

/**
 * Asks each event loop now and then whether it comes back, on a thread of its own, and
 * reports those that do not with what they are doing.
 */
final class LoopWatchdog {

	private static final Logger logger = LoggerFactory.getLogger(AeroServer.class);

	/** How often it looks for a threshold when there is none. */
	private static final Duration IDLE = Duration.ofSeconds(1);

	/** A look that comes later than this share of the threshold proves nothing. */
	private static final int LOOKS = 4;

	private final Supplier<Duration> threshold;

	private final EngineCounters counters;

	private final EngineListeners listeners;

	private final LogGate gate = new LogGate();

	private final List<Watched> loops = new ArrayList<>();

	private volatile boolean ended;

	private @Nullable Thread thread;

	/**
	 * Creates a watchdog.
	 * @param loops what to watch
	 * @param threshold tells after which time to report, zero for never
	 * @param counters count
	 * @param listeners hear of it
	 */
	LoopWatchdog(List<EventLoop> loops, Supplier<Duration> threshold, EngineCounters counters,
			EngineListeners listeners) {
		loops.forEach((loop) -> this.loops.add(new Watched(loop)));
		this.threshold = threshold;
		this.counters = counters;
		this.listeners = listeners;
	}

	/**
	 * Begins.
	 * @return this
	 */
	LoopWatchdog start() {
		// Before a handler can block one: whose stack to show is learnt from the answer.
		this.loops.forEach((loop) -> loop.ask(this.threshold.get()));
		Thread started = new Thread(this::run, "aerosocket-watchdog");
		started.setDaemon(true);
		this.thread = started;
		started.start();
		return this;
	}

	/**
	 * Ends. Safe for any thread.
	 */
	void stop() {
		this.ended = true;
		LockSupport.unpark(this.thread);
	}

	private void run() {
		while (!this.ended) {
			Duration limit = this.threshold.get();
			Duration pause = limit.isZero() ? IDLE : limit.dividedBy(LOOKS);
			long before = System.nanoTime();
			LockSupport.parkNanos(pause.toNanos());
			long late = System.nanoTime() - before - pause.toNanos();
			// When the whole process stood still, so did this thread.
			boolean stoodStill = late > pause.toNanos();
			for (Watched loop : this.loops) {
				loop.look(limit, stoodStill);
			}
		}
	}

	private void report(Thread blocked, Duration time) {
		List<StackTraceElement> stack = List.of(blocked.getStackTrace());
		this.counters.loopBlocked();
		if (this.gate.opens()) {
			StringBuilder lines = new StringBuilder();
			stack.forEach((frame) -> lines.append("\n\tat ").append(frame));
			logger.warn("Event loop {} has been blocked for {} ms, and all its connections wait. A handler that waits "
					+ "has to run on a worker. See aerosocket.server.execution.blocked-threshold "
					+ "(SharedLimits.loopBlockedAfter without Spring). {} more since the last such line. "
					+ "It is in:{}", blocked.getName(), time.toMillis(), this.gate.leftOut(), lines);
		}
		this.listeners.loopBlocked(new BlockedLoop(blocked.getName(), time, stack));
	}

	/**
	 * One event loop. Asked by running a task on it, which only notes that it ran.
	 */
	private final class Watched implements Runnable {

		private final EventLoop loop;

		private volatile @Nullable Thread thread;

		private volatile boolean answered = true;

		private long askedAt;

		private boolean reported;

		Watched(EventLoop loop) {
			this.loop = loop;
		}

		@Override
		public void run() {
			this.thread = Thread.currentThread();
			this.answered = true;
		}

		void look(Duration limit, boolean stoodStill) {
			if (this.answered) {
				ask(limit);
				return;
			}
			if (stoodStill) {
				this.askedAt = System.nanoTime();
			}
			Duration silent = Duration.ofNanos(System.nanoTime() - this.askedAt);
			Thread blocked = this.thread;
			if (blocked != null && !limit.isZero() && !this.reported && silent.compareTo(limit) >= 0) {
				this.reported = true;
				report(blocked, silent);
			}
		}

		private void ask(Duration limit) {
			if (this.reported) {
				this.reported = false;
				long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.askedAt);
				logger.info("An event loop that was blocked is back, after {} ms", millis);
			}
			if (limit.isZero()) {
				return;
			}
			this.askedAt = System.nanoTime();
			this.answered = false;
			try {
				this.loop.execute(this);
			}
			catch (RejectedExecutionException ex) {
				// It has ended, and so has the server.
				this.answered = true;
			}
		}

	}

}
