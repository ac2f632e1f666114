package io.aerosocket.internal.connection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.SharedLimits;

/**
 * Bounds what is kept of unfinished messages on all connections together: beyond the
 * budget the connections that keep most are closed, until an eighth of it is free.
 * Without it, peers that begin large messages and do not finish them would take all
 * direct memory, and the others could not even be read from. Safe for any thread.
 */
final class UnfinishedMemory {

	/** Connections tell of steps of so many bytes, as a power of two. */
	private static final int STEP = 12;

	/** So much of the budget is free again afterwards: an eighth. */
	private static final int FREE_AFTERWARDS = 8;

	private static final CloseReason TOO_MUCH = new CloseReason(CloseCode.TRY_AGAIN_LATER,
			"an unfinished message takes more memory than is left", false);

	private final List<ConnectionGroup> groups;

	private final Supplier<SharedLimits> limits;

	private final AtomicLong used = new AtomicLong();

	private final AtomicBoolean shedding = new AtomicBoolean();

	/**
	 * Creates a bound.
	 * @param groups the connections, complete before the first of them is opened
	 * @param limits the limits at any time
	 */
	UnfinishedMemory(List<ConnectionGroup> groups, Supplier<SharedLimits> limits) {
		this.groups = groups;
		this.limits = limits;
	}

	/**
	 * Returns the budget.
	 * @return bytes
	 */
	long max() {
		return this.limits.get().inboundMemoryBudget();
	}

	/**
	 * Returns what is kept.
	 * @return bytes
	 */
	long used() {
		return this.used.get();
	}

	/**
	 * Returns in how many steps a size is told of.
	 * @param bytes the size
	 * @return the number, 0 for what is small
	 */
	static int steps(long bytes) {
		return (int) Math.min(bytes >> STEP, Integer.MAX_VALUE);
	}

	/**
	 * A connection keeps more or less.
	 * @param change by how many steps
	 */
	void resized(int change) {
		long now = this.used.addAndGet((long) change << STEP);
		long max = max();
		if (change > 0 && now > max) {
			shed(max, max - max / FREE_AFTERWARDS);
		}
	}

	/**
	 * There is no more direct memory, whatever took it: half of what is kept is given up,
	 * so that others can be read from.
	 */
	void exhausted() {
		long now = used();
		shed(now, now / 2);
	}

	private void shed(long max, long enough) {
		if (!this.shedding.compareAndSet(false, true)) {
			return;
		}
		try {
			long before = used();
			for (Keeping largest : (before > enough) ? largestFirst() : List.<Keeping>of()) {
				if (used() <= enough) {
					break;
				}
				giveUp(largest.connection(), before, max);
			}
		}
		finally {
			this.shedding.set(false);
		}
	}

	private List<Keeping> largestFirst() {
		List<Keeping> keeping = new ArrayList<>();
		this.groups.forEach((group) -> group.forEach((connection) -> {
			int steps = connection.reader().unfinishedSteps();
			if (steps > 0) {
				keeping.add(new Keeping(connection, steps));
			}
		}));
		keeping.sort(Comparator.comparingInt(Keeping::steps).reversed());
		return keeping;
	}

	// No longer counted from here on, so that the next one who looks does not choose it
	// again.
	private void giveUp(WebSocketConnection connection, long before, long max) {
		long bytes = (long) connection.reader().forgetUnfinished() << STEP;
		if (bytes > 0) {
			this.used.addAndGet(-bytes);
			connection.endpoint().counters().flow().unfinishedShed();
			connection.group().registry().log().unfinishedShed(connection, bytes, before, max);
			connection.group().executeLater(() -> connection.reader().giveUp(TOO_MUCH), () -> {
			});
		}
	}

	/**
	 * A connection with an unfinished message.
	 *
	 * @param connection the connection
	 * @param steps how much it kept when it was looked at
	 */
	private record Keeping(WebSocketConnection connection, int steps) {

	}

}
