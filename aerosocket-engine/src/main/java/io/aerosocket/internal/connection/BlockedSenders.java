package io.aerosocket.internal.connection;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads that wait for room in a connection's queue. Made when the first one has to.
 * Safe for any thread.
 */
final class BlockedSenders {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition change = this.lock.newCondition();

	/** Read by those who make room, so that without a waiter that costs no lock. */
	private volatile int waiting;

	/**
	 * Waits until a message has room, its connection is closed or time is over. Never on
	 * an event loop.
	 * @param connection whom it goes to
	 * @param message the message, which belongs to the queue when it was taken
	 * @param capacity bytes that may wait
	 * @param nanos the longest time to wait
	 * @return whether it was taken
	 * @throws InterruptedException if the thread is to stop
	 */
	@SuppressWarnings("NonAtomicVolatileUpdate") // only under the lock
	boolean offer(WebSocketConnection connection, Outgoing message, long capacity, long nanos)
			throws InterruptedException {
		long deadline = System.nanoTime() + nanos;
		this.lock.lockInterruptibly();
		this.waiting++;
		try {
			// Each is looked at after it was said that somebody waits, and told by those
			// who change it if they see that.
			while (connection.isOpen()) {
				if (connection.outbound().queue().offer(message, capacity)) {
					return true;
				}
				long left = deadline - System.nanoTime();
				if (left <= 0) {
					return false;
				}
				this.change.awaitNanos(Math.min(left, TimeUnit.HOURS.toNanos(1)));
			}
			return false;
		}
		finally {
			this.waiting--;
			this.lock.unlock();
		}
	}

	/**
	 * There may be room, or nothing to wait for any more.
	 */
	void wake() {
		if (this.waiting > 0) {
			this.lock.lock();
			try {
				this.change.signalAll();
			}
			finally {
				this.lock.unlock();
			}
		}
	}

}
