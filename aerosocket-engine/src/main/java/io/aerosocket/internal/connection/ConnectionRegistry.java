package io.aerosocket.internal.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

import io.aerosocket.BroadcastResult;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionIndex;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.Connections;
import io.aerosocket.Handshake;
import io.aerosocket.PreparedMessage;
import io.aerosocket.SharedLimits;
import io.aerosocket.internal.extension.AgreedExtensions;
import io.aerosocket.telemetry.EngineCounters;
import io.aerosocket.telemetry.TimingListener;

/**
 * The open connections of a server, one group for each event loop. Safe for any thread.
 */
public final class ConnectionRegistry implements Connections {

	private static final int SHORTEST_SWEEP_MILLIS = 5;

	private static final int LONGEST_SWEEP_MILLIS = 1000;

	private final List<ConnectionGroup> groups = new ArrayList<>();

	private final IdentityHashMap<EventLoop, ConnectionGroup> byLoop = new IdentityHashMap<>();

	private final AtomicLong serials = new AtomicLong();

	private final AtomicInteger open = new AtomicInteger();

	private final AtomicInteger unfinished = new AtomicInteger();

	private final ConnectionIndexes indexes = new ConnectionIndexes();

	private final ConnectionLog log = new ConnectionLog();

	private final ConnectionIds ids = new ConnectionIds();

	private final TotalRates totalRates;

	private volatile @Nullable LongConsumer afterSweeps;

	private final MemoryBudget budget;

	private final UnfinishedMemory unfinishedMemory;

	/** Takes what is given up, if somebody wants it; set before there are connections. */
	private @Nullable DeadLetters deadLetters;

	private @Nullable Duration sweepInterval;

	/**
	 * Creates a registry.
	 * @param loops the event loops that connections will live on
	 * @param counters count for each of them
	 */
	public ConnectionRegistry(Iterable<EventLoop> loops, EngineCounters counters) {
		this(loops, counters, () -> SharedLimits.DEFAULTS);
	}

	/**
	 * Creates a registry with limits for all connections together.
	 * @param loops the event loops that connections will live on
	 * @param counters count for each of them
	 * @param limits the limits at any time
	 */
	public ConnectionRegistry(Iterable<EventLoop> loops, EngineCounters counters, Supplier<SharedLimits> limits) {
		this.budget = new MemoryBudget(this.groups, limits);
		this.unfinishedMemory = new UnfinishedMemory(this.groups, limits);
		counters.flow().memory(this.budget::used, this.budget::max);
		counters.flow().unfinishedMemory(this.unfinishedMemory::used, this.unfinishedMemory::max);
		for (EventLoop loop : loops) {
			ConnectionGroup group = new ConnectionGroup(this, loop, counters.addLoop(), this.indexes);
			this.groups.add(group);
			this.byLoop.put(loop, group);
		}
		this.totalRates = new TotalRates(limits, this.groups.isEmpty() ? 0 : this.groups.get(0).now());
	}

	/**
	 * Has what is given up kept. To be called before the first connection.
	 * @param letters takes it, or {@code null} if nobody wants it
	 */
	public void keep(@Nullable DeadLetters letters) {
		this.deadLetters = letters;
	}

	/**
	 * Has somebody told how late the event loops run, once in a while.
	 * @param listener hears it, or {@code null} for nobody
	 */
	public void tellLateness(@Nullable TimingListener listener) {
		this.groups.forEach((group) -> group.tellLateness(listener));
	}

	/**
	 * Begins to look after the connections' heartbeats and time-outs, often enough for
	 * all of them, or goes on with other ones. Safe for any thread, one at a time.
	 * @param options the options that there are
	 */
	public void start(Stream<ConnectionOptions> options) {
		// A quarter of the shortest time that is to be kept, so that it is kept well
		// enough.
		long shortest = options
			.flatMap((connection) -> Stream.of(connection.pingInterval(), connection.pongTimeout(),
					connection.idleTimeout(), connection.closeTimeout(), connection.age().max()))
			.filter((duration) -> !duration.isZero())
			.mapToLong(Duration::toMillis)
			.min()
			.orElse(LONGEST_SWEEP_MILLIS);
		start(Duration.ofMillis(Math.max(SHORTEST_SWEEP_MILLIS, Math.min(shortest / 4, LONGEST_SWEEP_MILLIS))));
	}

	/**
	 * Begins to look after the connections' heartbeats and time-outs.
	 * @param interval between two sweeps over all connections of an event loop
	 */
	public void start(Duration interval) {
		if (interval.equals(this.sweepInterval)) {
			// To begin anew would put the next one off.
			return;
		}
		this.sweepInterval = interval;
		this.groups.forEach((group) -> group.start(interval));
	}

	/**
	 * Ends that.
	 */
	public void stop() {
		this.groups.forEach(ConnectionGroup::stop);
	}

	/**
	 * Opens a connection. Called on its event loop, with its handler in the pipeline.
	 * @param endpoint what it shares with the others of its route
	 * @param handshake how it came about
	 * @param subprotocol what was agreed on
	 * @param transport the context of the {@link InboundHandler} that is to read for it,
	 * which writes to the network
	 * @return the connection
	 */
	public Connection open(Endpoint endpoint, Handshake handshake, @Nullable String subprotocol,
			ChannelHandlerContext transport) {
		return open(endpoint, handshake, subprotocol, AgreedExtensions.NONE, transport);
	}

	/**
	 * Opens a connection with extensions. Called on its event loop, with its handler in
	 * the pipeline.
	 * @param endpoint what it shares with the others of its route
	 * @param handshake how it came about
	 * @param subprotocol what was agreed on
	 * @param extensions which extensions were agreed on
	 * @param transport the context of the {@link InboundHandler} that is to read for it,
	 * which writes to the network
	 * @return the connection
	 */
	public Connection open(Endpoint endpoint, Handshake handshake, @Nullable String subprotocol,
			AgreedExtensions extensions, ChannelHandlerContext transport) {
		WebSocketConnection connection = prepare(endpoint, handshake, subprotocol, extensions, transport);
		open(connection);
		return connection;
	}

	/**
	 * Opens a connection, however many there are.
	 * @param connection what was made ready
	 */
	public void open(WebSocketConnection connection) {
		this.open.incrementAndGet();
		begin(connection);
	}

	/**
	 * Takes a place for one connection more, unless there are as many as there may be.
	 * What takes a place counts as open. It becomes a connection by {@link #begin}, or is
	 * to be {@link #giveBack given back}.
	 * @param max how many there may be
	 * @return whether there was a place
	 */
	public boolean reserve(int max) {
		int taken = this.open.get();
		while (taken < max) {
			int seen = this.open.compareAndExchange(taken, taken + 1);
			if (seen == taken) {
				return true;
			}
			taken = seen;
		}
		return false;
	}

	/**
	 * Gives a place back that became no connection.
	 */
	public void giveBack() {
		this.open.decrementAndGet();
	}

	/**
	 * Makes a connection ready, which fails if an extension does. Called on its event
	 * loop, with its handler in the pipeline.
	 * @param endpoint what it shares with the others of its route
	 * @param handshake how it came about
	 * @param subprotocol what was agreed on
	 * @param extensions which extensions were agreed on
	 * @param transport the context of the {@link InboundHandler} that is to read for it
	 * @return the connection, which nobody finds and which hears nothing yet
	 */
	public WebSocketConnection prepare(Endpoint endpoint, Handshake handshake, @Nullable String subprotocol,
			AgreedExtensions extensions, ChannelHandlerContext transport) {
		ConnectionGroup group = this.byLoop.get(transport.channel().eventLoop());
		if (group == null) {
			throw new IllegalStateException("The channel lives on an event loop of somebody else");
		}
		WebSocketConnection connection = new WebSocketConnection(new Place(group, this.serials.incrementAndGet()),
				endpoint, handshake, subprotocol, extensions, transport);
		connection.reader().attach(connection);
		return connection;
	}

	/**
	 * Begins the life of a connection that has a {@link #reserve place}.
	 * @param connection what was made ready
	 */
	public void begin(WebSocketConnection connection) {
		this.unfinished.incrementAndGet();
		connection.opened();
	}

	@Override
	public int count() {
		return this.open.get();
	}

	@Override
	public Collection<Connection> all() {
		List<Connection> all = new ArrayList<>(this.open.get());
		this.groups.forEach((group) -> all.addAll(group.all()));
		return all;
	}

	@Override
	public @Nullable Connection find(String id) {
		long place = this.ids.place(id);
		int group = (int) (place >> Integer.SIZE);
		WebSocketConnection found = (group >= 0 && group < this.groups.size()) ? this.groups.get(group).at((int) place)
				: null;
		// Compared as a whole, because a number can be spelled in several ways.
		return (found != null && found.id().equals(id)) ? found : null;
	}

	/**
	 * Composes an id out of the place where the connection is found, so that finding it
	 * needs no index.
	 * @param group its group
	 * @param slot its slot there
	 * @param serial its number, which no other connection of this server has
	 * @return the id
	 */
	String id(ConnectionGroup group, int slot, long serial) {
		return this.ids.id(this.groups.indexOf(group), slot, serial);
	}

	@Override
	public void broadcast(PreparedMessage message, Predicate<? super Connection> filter) {
		for (ConnectionGroup group : this.groups) {
			try {
				group.loop().execute(() -> broadcast(group, message, filter, new SendCount()));
			}
			catch (RejectedExecutionException ex) {
				// The server has stopped: nobody is left to hear it.
				return;
			}
		}
	}

	@Override
	public CompletionStage<BroadcastResult> broadcastAndCount(PreparedMessage message,
			Predicate<? super Connection> filter) {
		BroadcastCount count = new BroadcastCount(this.groups.size());
		this.groups
			.forEach((group) -> count.run(group, (sends) -> broadcast(group, message, filter, sends), new SendCount()));
		return count.done();
	}

	@Override
	public CompletionStage<BroadcastResult> broadcastAndCount(PreparedMessage message,
			Collection<? extends Connection> receivers) {
		Receivers known = Receivers.of(this, receivers);
		BroadcastCount count = new BroadcastCount(known.byGroup().size() + 1);
		known.byGroup()
			.forEach((group, connections) -> count.run(group, (sends) -> broadcast(connections, message, sends),
					new SendCount(0, 0, 0, connections.size())));
		SendCount others = new SendCount();
		known.others().forEach((connection) -> others.add(connection.send(message)));
		count.add(others);
		return count.done();
	}

	@Override
	public <K> ConnectionIndex<K> index(Function<? super Handshake, ? extends @Nullable K> key) {
		KeyedConnections<K> index = new KeyedConnections<>(key);
		this.indexes.add(index);
		// What was opened before; what is opened meanwhile may be added twice, which does
		// no harm.
		this.groups.forEach((group) -> group.forEach(index::add));
		return index;
	}

	private static void broadcast(ConnectionGroup group, PreparedMessage message, Predicate<? super Connection> filter,
			SendCount count) {
		Fanout fanout = new Fanout(message);
		try {
			group.forEach((connection) -> {
				if (connection.isOpen() && filter.test(connection)) {
					count.add(fanout.send(connection));
				}
			});
		}
		finally {
			fanout.release();
		}
	}

	private static void broadcast(List<WebSocketConnection> receivers, PreparedMessage message, SendCount count) {
		Fanout fanout = new Fanout(message);
		try {
			receivers.forEach((connection) -> count.add(fanout.send(connection)));
		}
		finally {
			fanout.release();
		}
	}

	/**
	 * Returns the connections that have not been told yet that they have to go.
	 * @return a new list
	 */
	List<WebSocketConnection> undrained() {
		List<WebSocketConnection> undrained = new ArrayList<>(this.open.get());
		for (ConnectionGroup group : this.groups) {
			group.forEach((connection) -> {
				if (connection.isUndrained()) {
					undrained.add(connection);
				}
			});
		}
		return undrained;
	}

	/**
	 * Cuts every connection that is left.
	 * @return how many there were
	 */
	public int cutAll() {
		int left = this.open.get();
		for (ConnectionGroup group : this.groups) {
			group.executeAfter(0, () -> group.forEach(WebSocketConnection::cutForGood));
		}
		return left;
	}

	/**
	 * Returns how many connections are open or have handlers that are not done.
	 * @return the number
	 */
	public int unfinished() {
		return this.unfinished.get();
	}

	/**
	 * Returns how much waits to be written on all connections.
	 * @return bytes
	 */
	public long queuedBytes() {
		AtomicLong sum = new AtomicLong();
		this.groups.forEach((group) -> group.forEach((connection) -> sum.addAndGet(connection.queuedBytes())));
		return sum.get();
	}

	boolean has(ConnectionGroup group) {
		return this.byLoop.get(group.loop()) == group;
	}

	@Nullable DeadLetters deadLetters() {
		return this.deadLetters;
	}

	MemoryBudget budget() {
		return this.budget;
	}

	// If there was no memory, what is unfinished makes room for what goes on.
	void transportFailed(WebSocketConnection connection, Throwable cause) {
		log().transportFailure(connection, cause);
		if (cause instanceof OutOfMemoryError) {
			this.unfinishedMemory.exhausted();
		}
	}

	UnfinishedMemory unfinishedMemory() {
		return this.unfinishedMemory;
	}

	/**
	 * Has something done after each sweep of each event loop, on that event loop.
	 * @param action gets the time, by the clock that all event loops share
	 */
	public void afterSweeps(LongConsumer action) {
		this.afterSweeps = action;
	}

	/**
	 * Returns how late the latest event loop runs.
	 * @return nanoseconds
	 */
	public long latenessNanos() {
		long latest = 0;
		for (ConnectionGroup group : this.groups) {
			latest = Math.max(latest, group.lateness(group.now()));
		}
		return latest;
	}

	/**
	 * Returns how late each event loop runs.
	 * @return the lag of each
	 */
	public List<Duration> latenessByLoop() {
		return this.groups.stream().map((group) -> Duration.ofNanos(Math.max(0, group.lateness(group.now())))).toList();
	}

	/**
	 * Returns what waits to be written, as the memory budget counts it.
	 * @return bytes
	 */
	public long budgetUsed() {
		return this.budget.used();
	}

	void swept(long now) {
		LongConsumer action = this.afterSweeps;
		if (action != null) {
			action.accept(now);
		}
	}

	TotalRates totalRates() {
		return this.totalRates;
	}

	ConnectionLog log() {
		return this.log;
	}

	void closed(WebSocketConnection connection) {
		if (connection.inbound().isWaiting()) {
			this.unfinishedMemory.ended(connection);
		}
		this.open.decrementAndGet();
	}

	void finished(WebSocketConnection connection) {
		this.unfinishedMemory.finished(connection);
		this.unfinished.decrementAndGet();
	}

}
