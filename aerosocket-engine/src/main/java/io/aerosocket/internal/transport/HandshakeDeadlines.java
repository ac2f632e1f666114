package io.aerosocket.internal.transport;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Ends handshakes that take too long. All have the same time, so that those of one event
 * loop end in the order they began: one timer serves them all. Confined to that event
 * loop.
 */
public final class HandshakeDeadlines {

	private final Queue<Entry> entries = new ArrayDeque<>();

	private final EventLoop loop;

	private final long timeoutNanos;

	/**
	 * Creates the deadlines of an event loop.
	 * @param loop the event loop
	 * @param timeout the time for a handshake
	 */
	public HandshakeDeadlines(EventLoop loop, Duration timeout) {
		this.loop = loop;
		this.timeoutNanos = timeout.toNanos();
	}

	/**
	 * Sets a deadline.
	 * @param handshake the handshake
	 * @return to be told when it is over before
	 */
	Entry add(Http1Transport handshake) {
		Entry entry = new Entry(handshake, this.loop.ticker().nanoTime() + this.timeoutNanos);
		this.entries.add(entry);
		if (this.entries.size() == 1) {
			schedule(this.timeoutNanos);
		}
		return entry;
	}

	/**
	 * Ends all handshakes, because the server ends. Safe for any thread.
	 */
	public void endAll() {
		this.loop.execute(() -> {
			for (Entry entry : this.entries) {
				entry.run(Http1Transport::shutDown);
			}
		});
	}

	private void expire() {
		long now = this.loop.ticker().nanoTime();
		try {
			Entry first = this.entries.peek();
			while (first != null && (first.isOver() || now - first.deadline >= 0)) {
				this.entries.remove();
				first.run(Http1Transport::expire);
				first = this.entries.peek();
			}
		}
		finally {
			// Whatever happened: the others have a deadline too.
			Entry first = this.entries.peek();
			if (first != null) {
				schedule(Math.max(0, first.deadline - now));
			}
		}
	}

	private void schedule(long nanos) {
		this.loop.schedule(this::expire, nanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * A handshake and its end. Forgets the handshake as soon as it is over, since the
	 * entry itself stays in line until its time.
	 */
	static final class Entry {

		private final long deadline;

		private @Nullable Http1Transport handshake;

		Entry(Http1Transport handshake, long deadline) {
			this.handshake = handshake;
			this.deadline = deadline;
		}

		/**
		 * The handshake is over.
		 */
		void forget() {
			this.handshake = null;
		}

		private boolean isOver() {
			return this.handshake == null;
		}

		private void run(Consumer<Http1Transport> action) {
			Http1Transport current = this.handshake;
			if (current != null) {
				action.accept(current);
			}
		}

	}

}
