package io.aerosocket.internal.transport;

import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Ends handshakes that take too long. One timer serves all of an event loop: it waits for
 * the one that ends first, which is the one that began first unless the time was changed
 * in between. Confined to that event loop.
 */
public final class HandshakeDeadlines {

	private final Queue<Entry> entries = new PriorityQueue<>();

	private final EventLoop loop;

	private final Supplier<Duration> timeout;

	private @Nullable Future<?> timer;

	/**
	 * Creates the deadlines of an event loop.
	 * @param loop the event loop
	 * @param timeout tells the time for a handshake that begins
	 */
	public HandshakeDeadlines(EventLoop loop, Supplier<Duration> timeout) {
		this.loop = loop;
		this.timeout = timeout;
	}

	/**
	 * Sets a deadline.
	 * @param handshake the handshake
	 * @return to be told when it is over before
	 */
	Entry add(Http1Transport handshake) {
		long nanos = this.timeout.get().toNanos();
		Entry entry = new Entry(handshake, this.loop.ticker().nanoTime() + nanos);
		this.entries.add(entry);
		if (entry.equals(this.entries.peek())) {
			schedule(nanos);
		}
		return entry;
	}

	/**
	 * Ends all handshakes, because the server ends. Safe for any thread.
	 */
	public void endAll() {
		this.loop.execute(() -> {
			// Of a copy: a handshake that is refused gets into line again to linger.
			for (Entry entry : List.copyOf(this.entries)) {
				entry.run(Http1Transport::shutDown);
			}
		});
	}

	private void expire() {
		this.timer = null;
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
		if (this.timer != null) {
			// It waits for one that ends later.
			this.timer.cancel(false);
		}
		this.timer = this.loop.schedule(this::expire, nanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * A handshake and its end. Forgets the handshake as soon as it is over, since the
	 * entry itself stays in line until its time.
	 */
	static final class Entry implements Comparable<Entry> {

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

		// Times of this clock may overflow, their differences do not.
		@Override
		public int compareTo(Entry other) {
			return Long.signum(this.deadline - other.deadline);
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
