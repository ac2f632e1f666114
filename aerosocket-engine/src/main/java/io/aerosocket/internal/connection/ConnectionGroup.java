package io.aerosocket.internal.connection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.telemetry.LoopCounters;
import io.aerosocket.telemetry.TimingListener;

/**
 * The connections of one event loop, and what they do together: one sweep over all of
 * them for heartbeats and time-outs, one task for all flushes of a turn.
 * <p>
 * Confined to that event loop, except where a method says otherwise.
 */
final class ConnectionGroup {

	private static final Logger logger = LoggerFactory.getLogger(WebSocketConnection.class);

	private static final int FIRST_SLOTS = 16;

	/** What a worker sent and holds back is written after this time at the latest. */
	private static final int WATCH_MILLIS = 1;

	/** So many corks and decodings are kept for the next connection. */
	private static final int MAX_SPARE = 64;

	private final ConnectionRegistry registry;

	private final EventLoop loop;

	private final LoopCounters counters;

	private final ConnectionIndexes indexes;

	private final Queue<Outbound> unflushed = new ArrayDeque<>();

	private final Queue<WorkerTurn> watched = new ArrayDeque<>();

	private final QueuedMemory memory;

	private final DelayedReads delayed = new DelayedReads(this);

	private final ArrayDeque<Cork> spareCorks = new ArrayDeque<>();

	private final ArrayDeque<Decoding> spareDecodings = new ArrayDeque<>();

	private volatile AtomicReferenceArray<WebSocketConnection> slots = new AtomicReferenceArray<>(FIRST_SLOTS);

	private int[] free = new int[FIRST_SLOTS];

	private int freeCount;

	private int used;

	private long clock;

	private int calls;

	private int arrivals;

	private int writes;

	private volatile @Nullable TimingListener timing;

	/** How late the last sweep was, in nanoseconds. */
	private volatile long late;

	/** When the next sweep is due, or 0 before the first. */
	private volatile long nextSweep;

	/** When the peer was pinged that is read from just now, or 0 if it was not. */
	private long pinged;

	private boolean flushScheduled;

	private volatile @Nullable Future<?> sweeps;

	ConnectionGroup(ConnectionRegistry registry, EventLoop loop, LoopCounters counters, ConnectionIndexes indexes) {
		this.registry = registry;
		this.loop = loop;
		this.counters = counters;
		this.indexes = indexes;
		this.memory = new QueuedMemory(registry.budget());
		this.clock = now();
	}

	ConnectionRegistry registry() {
		return this.registry;
	}

	EventLoop loop() {
		return this.loop;
	}

	LoopCounters counters() {
		return this.counters;
	}

	QueuedMemory memory() {
		return this.memory;
	}

	DelayedReads delayed() {
		return this.delayed;
	}

	/**
	 * Runs an action on the event loop, at once if this is it. Safe for any thread.
	 * @param action the action
	 * @param afterTheEnd what to do instead, on this thread, when the event loop has
	 * ended
	 */
	void execute(Runnable action, Runnable afterTheEnd) {
		if (this.loop.inEventLoop()) {
			action.run();
		}
		else {
			executeLater(action, afterTheEnd);
		}
	}

	/**
	 * Runs an action on the event loop, in a turn of its own. Safe for any thread.
	 * @param action the action
	 * @param afterTheEnd what to do instead, on this thread, when the event loop has
	 * ended
	 */
	void executeLater(Runnable action, Runnable afterTheEnd) {
		try {
			this.loop.execute(action);
		}
		catch (RejectedExecutionException ex) {
			afterTheEnd.run();
		}
	}

	/**
	 * Runs an action on the event loop after a while, unless that has ended. Safe for any
	 * thread.
	 * @param nanos the while, 0 for none
	 * @param action the action
	 */
	void executeAfter(long nanos, Runnable action) {
		try {
			if (nanos > 0) {
				this.loop.schedule(action, nanos, TimeUnit.NANOSECONDS);
			}
			else {
				this.loop.execute(action);
			}
		}
		catch (RejectedExecutionException ex) {
			logger.debug("An event loop had ended before its connections were told", ex);
		}
	}

	/**
	 * Returns the time of the last sweep, which is all the precision that heartbeats need
	 * and costs nothing to read.
	 * @return nanoseconds as of {@link #now()}
	 */
	long clock() {
		return this.clock;
	}

	/**
	 * Returns the time, by the clock of the event loop. Safe for any thread.
	 * @return nanoseconds, to be compared with others of this event loop only
	 */
	long now() {
		return this.loop.ticker().nanoTime();
	}

	/**
	 * A read begins. Kept here rather than by each connection, most of which wait for no
	 * Pong: it comes in the first read after its Ping, unless the peer was sending.
	 * @param asked when the peer was pinged, or 0 if it has said something since
	 */
	void readBegins(long asked) {
		this.pinged = asked;
	}

	/**
	 * Returns when the peer was pinged whose Pong has come, once.
	 * @return the time, or 0 if it was not
	 */
	long takePinged() {
		long asked = this.pinged;
		this.pinged = 0;
		return asked;
	}

	/**
	 * Counts a handler's call and says whether to time it.
	 * @param every how many calls there are for one that is timed, a power of two
	 * @return whether this is the one
	 */
	boolean isSampled(int every) {
		return (this.calls++ & (every - 1)) == 0;
	}

	/**
	 * Counts a received message and says whether to time its waiting.
	 * @param every how many messages there are for one that is timed, a power of two
	 * @return whether this is the one
	 */
	boolean isArrivalSampled(int every) {
		return (this.arrivals++ & (every - 1)) == 0;
	}

	/**
	 * Counts a write and says whether to time it.
	 * @param every how many writes there are for one that is timed, a power of two
	 * @return whether this is the one
	 */
	boolean isWriteSampled(int every) {
		return (this.writes++ & (every - 1)) == 0;
	}

	/**
	 * Has somebody told how late this event loop runs. Safe for any thread.
	 * @param listener hears it at each sweep, or {@code null} for nobody
	 */
	void tellLateness(@Nullable TimingListener listener) {
		this.timing = listener;
	}

	/**
	 * Returns how late this event loop runs: as late as its last sweep was, or the next
	 * one already is. Safe for any thread.
	 * @param now the time
	 * @return nanoseconds
	 */
	long lateness(long now) {
		return (this.nextSweep != 0) ? Math.max(this.late, now - this.nextSweep) : 0;
	}

	/**
	 * Begins to sweep, or goes on with another interval. Safe for any thread, one at a
	 * time.
	 * @param interval between two sweeps
	 */
	void start(Duration interval) {
		stop();
		long nanos = interval.toNanos();
		this.nextSweep = now() + nanos;
		this.sweeps = this.loop.scheduleAtFixedRate(new Sweep(nanos), nanos, nanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * Ends sweeping. Safe for any thread.
	 */
	void stop() {
		Future<?> current = this.sweeps;
		if (current != null) {
			current.cancel(false);
		}
	}

	/**
	 * Adds a connection.
	 * @param connection the connection
	 */
	void add(WebSocketConnection connection) {
		int slot;
		if (this.freeCount > 0) {
			slot = this.free[--this.freeCount];
		}
		else {
			slot = this.used++;
			growFor(slot);
		}
		// First, because whoever finds the connection may ask for its id.
		connection.placed(slot);
		this.slots.set(slot, connection);
		this.indexes.add(connection);
	}

	void remove(int slot) {
		WebSocketConnection connection = this.slots.getAndSet(slot, null);
		this.indexes.remove(connection);
		if (this.freeCount == this.free.length) {
			this.free = Arrays.copyOf(this.free, 2 * this.freeCount);
		}
		this.free[this.freeCount++] = slot;
	}

	/**
	 * Returns the connection in a slot. Safe for any thread.
	 * @param slot any number
	 * @return the connection, or {@code null} when there is none
	 */
	@Nullable WebSocketConnection at(int slot) {
		AtomicReferenceArray<WebSocketConnection> current = this.slots;
		return (slot >= 0 && slot < current.length()) ? current.get(slot) : null;
	}

	/**
	 * Returns the connections at this moment. Safe for any thread.
	 * @return a copy
	 */
	List<WebSocketConnection> all() {
		List<WebSocketConnection> all = new ArrayList<>();
		forEach(all::add);
		return all;
	}

	/**
	 * Calls an action with each connection. Safe for any thread that the action is safe
	 * for; connections that come or go meanwhile may be missed.
	 * @param action what to do
	 */
	void forEach(Consumer<WebSocketConnection> action) {
		AtomicReferenceArray<WebSocketConnection> current = this.slots;
		for (int slot = 0; slot < current.length(); slot++) {
			WebSocketConnection connection = current.get(slot);
			if (connection != null) {
				action.accept(connection);
			}
		}
	}

	/**
	 * Lends an empty cork to a connection that has something to write.
	 * @return the cork, to be given back when it was emptied
	 */
	Cork borrowCork() {
		Cork spare = this.spareCorks.poll();
		return (spare != null) ? spare : new Cork();
	}

	void giveBack(Cork cork) {
		if (this.spareCorks.size() < MAX_SPARE) {
			this.spareCorks.push(cork);
		}
	}

	/**
	 * Lends a decoder and an assembler to a connection that has something to read.
	 * @return both, to be given back between two messages
	 */
	Decoding borrowDecoding() {
		Decoding spare = this.spareDecodings.poll();
		return (spare != null) ? spare : new Decoding();
	}

	void giveBack(Decoding decoding) {
		if (this.spareDecodings.size() < MAX_SPARE) {
			this.spareDecodings.push(decoding);
		}
	}

	/**
	 * Flushes a connection at the end of this turn of the event loop.
	 * @param outbound the connection's outbound side
	 */
	void flushLater(Outbound outbound) {
		this.unflushed.add(outbound);
		if (!this.flushScheduled) {
			this.flushScheduled = true;
			this.loop.execute(this::flushAll);
		}
	}

	/**
	 * Looks after a worker that may hold back what it sends, from now on until it does
	 * not.
	 * @param turn its turn
	 */
	void watch(WorkerTurn turn) {
		this.watched.add(turn);
		if (this.watched.size() == 1) {
			this.loop.schedule(this::lookAfterTurns, WATCH_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private void lookAfterTurns() {
		for (int left = this.watched.size(); left > 0; left--) {
			WorkerTurn turn = this.watched.remove();
			try {
				if (turn.writeWhatIsHeldBack()) {
					this.watched.add(turn);
				}
			}
			catch (Throwable ex) {
				logger.error("What a worker sent could not be written", ex);
			}
		}
		if (!this.watched.isEmpty()) {
			this.loop.schedule(this::lookAfterTurns, WATCH_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private void flushAll() {
		this.flushScheduled = false;
		for (int left = this.unflushed.size(); left > 0; left--) {
			Outbound outbound = this.unflushed.remove();
			try {
				outbound.flush();
			}
			catch (Throwable ex) {
				logger.error("A connection could not be flushed", ex);
			}
		}
	}

	private void sweep(long now) {
		this.clock = now;
		forEach((connection) -> {
			try {
				connection.sweep(now);
			}
			catch (Throwable ex) {
				// A periodic task that throws is never run again, and the others need it.
				connection.transportFailed(ex);
			}
		});
	}

	private void growFor(int slot) {
		AtomicReferenceArray<WebSocketConnection> current = this.slots;
		if (slot < current.length()) {
			return;
		}
		AtomicReferenceArray<WebSocketConnection> larger = new AtomicReferenceArray<>(2 * current.length());
		for (int i = 0; i < current.length(); i++) {
			larger.set(i, current.get(i));
		}
		this.slots = larger;
	}

	/**
	 * One sweep after the other, and how late they are.
	 */
	private final class Sweep implements Runnable {

		private final long interval;

		private long next;

		Sweep(long interval) {
			this.interval = interval;
			this.next = now() + interval;
		}

		@Override
		public void run() {
			long now = now();
			TimingListener listener = ConnectionGroup.this.timing;
			ConnectionGroup.this.late = Math.max(0, now - this.next);
			if (listener != null) {
				listener.ranLate(ConnectionGroup.this.late);
			}
			this.next += this.interval;
			ConnectionGroup.this.nextSweep = this.next;
			sweep(now);
			ConnectionGroup.this.registry.swept(now);
		}

	}

}
