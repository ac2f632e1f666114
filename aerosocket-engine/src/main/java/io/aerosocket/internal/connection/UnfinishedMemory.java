package io.aerosocket.internal.connection;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.SharedLimits;
import io.aerosocket.internal.flight.FlightRecorder;
import io.aerosocket.internal.flight.ShedDirection;
import io.aerosocket.internal.message.ReceivedMessage;
import io.aerosocket.telemetry.DropReason;

/**
 * Bounds what is kept of what peers sent on all connections together: unfinished
 * messages, and those that wait for their handlers or are handled. From half of the
 * budget on nobody has more than one message waiting, beyond it the connections that keep
 * most are closed, until an eighth of it is free. Without it, peers that begin large
 * messages and do not finish them, or send more than is handled, would take all direct
 * memory, and the others could not even be read from. Safe for any thread.
 */
final class UnfinishedMemory {

	/** Connections tell of steps of so many bytes, as a power of two. */
	private static final int STEP = 12;

	/** So much of the budget is free again afterwards: an eighth. */
	private static final int FREE_AFTERWARDS = 8;

	/** What each message that waits takes besides its bytes, or a little more. */
	private static final int AROUND_A_MESSAGE = 256;

	private static final CloseReason TOO_MUCH = new CloseReason(CloseCode.TRY_AGAIN_LATER,
			"what it sent takes more memory than is left", false);

	private final List<ConnectionGroup> groups;

	private final Supplier<SharedLimits> limits;

	private final AtomicLong used = new AtomicLong();

	private final AtomicBoolean shedding = new AtomicBoolean();

	/** Connections that have ended, but for what waits for their handlers. */
	private final Set<WebSocketConnection> late = ConcurrentHashMap.newKeySet();

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
	 * Returns what messages take that wait.
	 * @param messages how many
	 * @param bytes the size of all
	 * @return bytes
	 */
	static long ofMessages(long messages, long bytes) {
		return bytes + messages * AROUND_A_MESSAGE;
	}

	/**
	 * Returns whether so much is kept that nobody may have more than one message waiting.
	 * @return whether it is more than half of the budget
	 */
	boolean isTight() {
		return used() > max() / 2;
	}

	/**
	 * Closes a connection instead of keeping what it sent, if there is no room for it. As
	 * what waits is given up beyond the budget, it is filled by what is handled just now.
	 * Called on its event loop.
	 * @param connection the connection
	 * @param message its message; one that is kept already stays
	 * @param bytes what it takes
	 * @return {@code false} if there is room, or it is small
	 */
	boolean refuses(WebSocketConnection connection, ReceivedMessage message, long bytes) {
		long now = used();
		if (steps(bytes) == 0 || now <= max() || message.isKept()) {
			return false;
		}
		connection.endpoint().counters().flow().unfinishedShed();
		connection.group().registry().log().unfinishedShed(connection, bytes, now, max());
		drop(connection, message);
		connection.fail(TOO_MUCH);
		return true;
	}

	/**
	 * Gives a message up. Pieces of one are not counted. Safe for any thread.
	 * @param connection whom it is from
	 * @param message the message, which is released
	 */
	static void drop(WebSocketConnection connection, ReceivedMessage message) {
		if (connection.endpoint().fragments() == null) {
			SlowConsumers.dropped(connection, DropReason.UNHANDLED, 1, message.size());
			DeadLetters letters = connection.group().registry().deadLetters();
			if (letters != null) {
				ByteBuffer payload = message.payload();
				letters.add(connection, DropReason.UNHANDLED, message.isText(), payload, payload.position(),
						payload.remaining());
			}
		}
		message.release();
	}

	/**
	 * A connection has ended, and messages still wait for its handler.
	 * @param connection the connection
	 */
	void ended(WebSocketConnection connection) {
		if (this.late.add(connection)) {
			// For what the connection itself takes.
			resized(1);
		}
	}

	/**
	 * The handler has been told of the end.
	 * @param connection the connection
	 */
	void finished(WebSocketConnection connection) {
		if (this.late.remove(connection)) {
			resized(-1);
		}
	}

	/**
	 * A connection keeps more or less.
	 * @param change by how many steps
	 */
	void resized(int change) {
		if (change == 0) {
			return;
		}
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
		Consumer<WebSocketConnection> look = (connection) -> {
			int steps = Math.max(connection.reader().unfinishedSteps(), 0) + stepsElsewhere(connection);
			if (steps > 0) {
				keeping.add(new Keeping(connection, steps));
			}
		};
		this.groups.forEach((group) -> group.forEach(look));
		this.late.forEach(look);
		keeping.sort(Comparator.comparingInt(Keeping::steps).reversed());
		return keeping;
	}

	private static int stepsElsewhere(WebSocketConnection connection) {
		WorkerTurn elsewhere = connection.inbound().elsewhere();
		return (elsewhere != null) ? elsewhere.waitingSteps() : 0;
	}

	// No longer counted from here on, so that the next one who looks does not choose it
	// again.
	private void giveUp(WebSocketConnection connection, long before, long max) {
		int steps = Math.max(connection.reader().forgetUnfinished(), 0);
		this.used.addAndGet(-((long) steps << STEP));
		WorkerTurn elsewhere = connection.inbound().elsewhere();
		long bytes = (long) (steps + ((elsewhere != null) ? elsewhere.giveUp() : 0)) << STEP;
		if (bytes > 0) {
			connection.endpoint().counters().flow().unfinishedShed();
			FlightRecorder.shed(connection, ShedDirection.IN, bytes, before, max);
			connection.group().registry().log().unfinishedShed(connection, bytes, before, max);
			connection.group().executeLater(() -> {
				connection.reader().giveUp(TOO_MUCH);
				connection.inbound().giveUp();
			}, () -> {
			});
		}
	}

	/**
	 * A connection that keeps something.
	 *
	 * @param connection the connection
	 * @param steps how much it kept when it was looked at
	 */
	private record Keeping(WebSocketConnection connection, int steps) {

	}

}
