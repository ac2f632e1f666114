package io.aerosocket.spring.boot.test.memory;

import java.util.concurrent.TimeUnit;

import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;

/**
 * The one event loop of a network in memory. Its clock stands still until it is turned.
 */
final class MemoryEventLoop extends SingleThreadEventLoop {

	private final MockTicker ticker = Ticker.newMockTicker();

	MemoryEventLoop() {
		super(null, new DefaultThreadFactory("aerosocket-loop", true), true);
	}

	@Override
	public Ticker ticker() {
		// Asked for before this object is complete, when there is nothing to be late for.
		return (this.ticker != null) ? this.ticker : Ticker.systemTicker();
	}

	@Override
	protected void run() {
		boolean over = false;
		while (!over) {
			Runnable task = takeTask();
			if (task != null) {
				runTask(task);
				updateLastExecutionTime();
			}
			over = confirmShutdown();
		}
	}

	@Override
	protected boolean confirmShutdown() {
		if (isShuttingDown()) {
			// Nobody turns the clock any more, and the end is to come.
			this.ticker.advance(1, TimeUnit.MILLISECONDS);
		}
		return super.confirmShutdown();
	}

	/**
	 * Turns the clock: whatever is to happen meanwhile happens at its time, one after the
	 * other, and what follows from it before the next. To be called on this event loop.
	 * @param nanos by how much
	 */
	void turn(long nanos) {
		long end = this.ticker.nanoTime() + nanos;
		runAllTasks();
		long next = nextScheduledTaskDeadlineNanos();
		while (next >= 0 && next <= end) {
			turnTo(next);
			runAllTasks();
			next = nextScheduledTaskDeadlineNanos();
		}
		turnTo(end);
		runAllTasks();
	}

	private void turnTo(long time) {
		long step = time - this.ticker.nanoTime();
		if (step > 0) {
			this.ticker.advance(step, TimeUnit.NANOSECONDS);
		}
	}

}
