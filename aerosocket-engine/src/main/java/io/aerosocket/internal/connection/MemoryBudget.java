package io.aerosocket.internal.connection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.aerosocket.CloseReason;
import io.aerosocket.SharedLimits;
import io.aerosocket.SlowConsumerPolicy;
import io.aerosocket.internal.flight.FlightRecorder;
import io.aerosocket.internal.flight.ShedDirection;
import io.aerosocket.telemetry.DropReason;

/**
 * Bounds what waits to be written on all connections together: beyond the budget the
 * largest queues are given up, until less than a mark below it waits. Safe for any
 * thread.
 */
final class MemoryBudget {

	/** So much of the budget is free again afterwards: an eighth. */
	private static final int FREE_AFTERWARDS = 8;

	private final List<ConnectionGroup> groups;

	private final Supplier<SharedLimits> limits;

	/** In steps, and so a little less than there is. */
	private final AtomicLong roughly = new AtomicLong();

	private final AtomicBoolean shedding = new AtomicBoolean();

	/**
	 * Creates a budget.
	 * @param groups the connections, complete before the first of them is opened
	 * @param limits the limits at any time
	 */
	MemoryBudget(List<ConnectionGroup> groups, Supplier<SharedLimits> limits) {
		this.groups = groups;
		this.limits = limits;
	}

	/**
	 * Returns the budget.
	 * @return bytes
	 */
	long max() {
		return this.limits.get().memoryBudget();
	}

	/**
	 * Returns what waits.
	 * @return bytes
	 */
	long used() {
		return Math.max(0, this.groups.stream().mapToLong((group) -> group.memory().bytes()).sum());
	}

	/**
	 * More or less waits.
	 * @param change bytes
	 */
	void add(long change) {
		if (this.roughly.addAndGet(change) > max() && change > 0 && this.shedding.compareAndSet(false, true)) {
			// At once, by whoever sends: an event loop may have no time for it, and the
			// sender would fill the memory meanwhile.
			shed();
		}
	}

	private void shed() {
		try {
			long max = max();
			long used = used();
			long enough = max - max / FREE_AFTERWARDS;
			for (Waiting largest : (used > max) ? largestFirst() : List.<Waiting>of()) {
				if (used() <= enough) {
					break;
				}
				if (giveUp(largest.connection())) {
					tell(largest, used, max);
				}
			}
		}
		finally {
			this.shedding.set(false);
		}
	}

	private static void tell(Waiting given, long used, long max) {
		WebSocketConnection connection = given.connection();
		connection.endpoint().counters().flow().shed();
		connection.endpoint().listeners().shed(connection, given.bytes(), used, max);
		FlightRecorder.shed(connection, ShedDirection.OUT, given.bytes(), used, max);
		connection.group().registry().log().shed(connection, given.bytes(), used, max);
	}

	private List<Waiting> largestFirst() {
		List<Waiting> waiting = new ArrayList<>();
		this.groups.forEach((group) -> group.forEach((connection) -> {
			long bytes = connection.outbound().queuedBytes();
			if (bytes > 0) {
				waiting.add(new Waiting(connection, bytes));
			}
		}));
		waiting.sort(Comparator.comparingLong(Waiting::bytes).reversed());
		return waiting;
	}

	private static boolean giveUp(WebSocketConnection connection) {
		if (SlowConsumers.giveUpQueue(connection, DropReason.SHED, 0) == 0) {
			return false;
		}
		SlowConsumerPolicy policy = connection.endpoint().options().slowConsumerPolicy();
		if (policy == SlowConsumerPolicy.CLOSE || policy == SlowConsumerPolicy.BLOCK) {
			connection.group().executeLater(() -> close(connection), () -> Sender.dropQueued(connection));
		}
		return true;
	}

	private static void close(WebSocketConnection connection) {
		if (connection.isOpen()) {
			connection.fail(new CloseReason(connection.endpoint().options().slowConsumerCloseCode(),
					"reads too slowly for the memory that is left", false));
		}
	}

	/**
	 * A connection with something that waits for its peer.
	 *
	 * @param connection the connection
	 * @param bytes how much waited when it was looked at
	 */
	private record Waiting(WebSocketConnection connection, long bytes) {

	}

}
