package io.aerosocket.spring.boot.test.memory;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.Future;

/**
 * The clock of a server in memory, which stands still until a test turns it. Heartbeats,
 * idle and closing time-outs and the deadlines of handshakes follow it; handlers,
 * Spring's schedulers and the waits of the test's client do not. Safe for any thread.
 */
public final class AeroSocketTestClock {

	private static final int REAL_SECONDS = 30;

	private final MemoryEventLoop loop;

	AeroSocketTestClock(MemoryEventLoop loop) {
		this.loop = loop;
	}

	/**
	 * Lets time pass. Everything that the server has to do meanwhile is done when this
	 * returns, each thing at its time, and clients have got it and answered: a test that
	 * lets an hour pass sees all Pings of that hour, and no connection that answers them
	 * is cut.
	 * @param time the time, not negative
	 * @throws IllegalArgumentException if it is negative
	 * @throws IllegalStateException if the server does not get done with it, because a
	 * handler blocks its event loop
	 */
	public void advance(Duration time) {
		if (time.isNegative()) {
			throw new IllegalArgumentException("time: " + time + " (expected: not negative)");
		}
		if (this.loop.inEventLoop()) {
			throw new IllegalStateException("The clock is turned by tests, not by what runs on the event loop");
		}
		if (this.loop.isShuttingDown()) {
			// The server has stopped, and has nothing left to do.
			return;
		}
		Future<?> turned = this.loop.submit(() -> this.loop.turn(time.toNanos()));
		if (!turned.awaitUninterruptibly(REAL_SECONDS, TimeUnit.SECONDS)) {
			throw new IllegalStateException("The server did not get " + time + " done within " + REAL_SECONDS
					+ " s: does a handler block the event loop?");
		}
		turned.syncUninterruptibly();
	}

	/**
	 * Waits until the server has done what it has to do now. The same as letting no time
	 * pass.
	 */
	public void settle() {
		advance(Duration.ZERO);
	}

}
