package io.aerosocket.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.netty.channel.EventLoopGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.BroadcastResult;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionIndex;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.Connections;
import io.aerosocket.Handshake;
import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.PreparedMessage;
import io.aerosocket.Transport;
import io.aerosocket.TransportException;
import io.aerosocket.internal.connection.ConnectionRegistry;
import io.aerosocket.internal.connection.DeadLetters;
import io.aerosocket.internal.dispatch.HandlerExecutors;
import io.aerosocket.internal.dispatch.Router;
import io.aerosocket.internal.transport.AcceptPace;
import io.aerosocket.internal.transport.ConnectionGate;
import io.aerosocket.internal.transport.EventLoops;
import io.aerosocket.telemetry.DeadLetterSink;
import io.aerosocket.telemetry.DrainProgress;
import io.aerosocket.telemetry.EngineCounters;
import io.aerosocket.telemetry.EngineListener;
import io.aerosocket.telemetry.EngineListeners;
import io.aerosocket.telemetry.EngineSnapshot;

/**
 * The server: binds, and ties the engine's parts together.
 */
final class NettyServer implements AeroServer {

	private static final Logger logger = LoggerFactory.getLogger(AeroServer.class);

	/** Time that a dead letter sink has at the end. */
	private static final int DEAD_LETTER_MILLIS = 2000;

	/**
	 * Unfinished handshakes may take so much of what unfinished messages may: a quarter.
	 */
	private static final int SHARE_OF_HANDSHAKES = 4;

	private volatile ServerOptions options;

	private final List<ServedRoute> routes;

	private final List<HandshakeInterceptor> interceptors;

	private final HandlerExecutors executors;

	private final Transport expected;

	private final EngineCounters counters = new EngineCounters();

	private final EngineListeners listeners;

	private final @Nullable DeadLetters deadLetters;

	private final Router<ServedRoute> router;

	/** Guards changes of the options against the beginning and the end. */
	private final Object changing = new Object();

	private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

	private final CompletableFuture<Integer> stopped = new CompletableFuture<>();

	private final Connections connections = new LiveConnections();

	private final TrafficNotice traffic = new TrafficNotice();

	private volatile @Nullable Running running;

	private volatile boolean accepting = true;

	private volatile @Nullable Drain drain;

	NettyServer(ServerOptions options, List<Route> routes, List<HandshakeInterceptor> interceptors,
			List<EngineListener> listeners, List<DeadLetterSink> sinks) {
		this.options = options;
		this.interceptors = interceptors;
		this.listeners = new EngineListeners(listeners);
		this.deadLetters = sinks.isEmpty() ? null
				: new DeadLetters(sinks, this.counters.flow(), () -> this.options.shared());
		this.executors = new HandlerExecutors(options.workerThreads());
		this.routes = routes.stream()
			.map((route) -> new ServedRoute(options, route, this.executors, this.counters, this.listeners))
			.toList();
		ServedRoute.checkPaths(options, this.routes);
		this.router = ServedRoute.router(this.routes);
		this.expected = (options.channels() != null) ? Transport.CUSTOM : EventLoops.choose(options.transport());
		checkSharing(options, this.expected);
	}

	@Override
	public AeroServer start() {
		if (!this.state.compareAndSet(State.NEW, State.RUNNING)) {
			throw new IllegalStateException("The server was started before: it is " + this.state.get());
		}
		EventLoops loops = openEventLoops();
		ConnectionRegistry registry = new ConnectionRegistry(loops.loops(), this.counters, () -> this.options.shared());
		registry.keep(this.deadLetters);
		ConnectionGate gate = new ConnectionGate(() -> this.options.maxConnections(), registry::count,
				() -> this.options.shared().inboundMemoryBudget() / SHARE_OF_HANDSHAKES);
		Overload overload = overload(registry);
		Upgrades upgrades = new Upgrades(this::options, this.router, this.interceptors,
				new Upgrades.Collaborators(registry, gate, this.counters, this.listeners, overload),
				() -> this.state.get() == State.RUNNING, () -> this.accepting);
		try {
			ServerPipeline pipeline = new ServerPipeline(this::options, loops.loops(), upgrades, gate,
					this.listeners.timing());
			checkSharing(this.options, loops.transport());
			Listeners listening = Listeners.bind(this.options, loops, new Listeners.Furniture(acceptPace(), pipeline));
			registry.tellLateness(this.listeners.timing());
			synchronized (this.changing) {
				registry.start(connectionOptions());
				this.traffic.look(connectionOptions().toList());
				LoopWatchdog watchdog = new LoopWatchdog(loops.loops(), () -> this.options.shared().loopBlockedAfter(),
						this.counters, this.listeners)
					.start();
				this.running = new Running(loops, registry, gate, pipeline, listening, watchdog);
			}
		}
		catch (TransportException | IllegalArgumentException ex) {
			this.state.set(State.STOPPED);
			loops.group().shutdownGracefully(0, 0, TimeUnit.SECONDS);
			this.stopped.complete(0);
			throw ex;
		}
		logger.info("Listening on {} with {}, {}", address(), loops.transport(), loops.reason());
		return this;
	}

	private Overload overload(ConnectionRegistry registry) {
		Overload overload = new Overload(() -> this.options.admission().overload(),
				new Overload.Load(registry::latenessNanos, registry::count, () -> this.options.maxConnections(),
						registry::budgetUsed, () -> this.options.shared().memoryBudget()),
				this.listeners);
		registry.afterSweeps(overload::look);
		this.counters.admission().overload(overload::reason);
		return overload;
	}

	private AcceptPace acceptPace() {
		return new AcceptPace(() -> this.options.admission().acceptRate(), this.counters.admission()::acceptPaused);
	}

	private EventLoops openEventLoops() {
		ServerChannels channels = this.options.channels();
		return (channels != null) ? EventLoops.custom(channels.openEventLoops())
				: EventLoops.start(this.options.transport(), this.options.eventLoops());
	}

	private static void checkSharing(ServerOptions options, Transport transport) {
		if (transport == Transport.EPOLL || transport == Transport.IO_URING) {
			return;
		}
		if (options.reusePort()) {
			throw new IllegalArgumentException(
					"reusePort: true (expected: false, because " + transport + " cannot share a port)");
		}
		if (options.acceptors() != 1) {
			throw new IllegalArgumentException("acceptors: " + options.acceptors() + " (expected: 1, because "
					+ transport + " cannot share a port)");
		}
	}

	private Stream<ConnectionOptions> connectionOptions() {
		return Stream.concat(Stream.of(this.options.connection()),
				this.routes.stream().map((route) -> route.terms().connection()));
	}

	@Override
	public CompletionStage<Integer> stop(Duration grace) {
		if (this.state.compareAndSet(State.NEW, State.STOPPED)) {
			this.stopped.complete(0);
			return this.stopped.minimalCompletionStage();
		}
		Drain begun = this.drain;
		if (begun != null) {
			begun.hurry(grace);
		}
		else if (beginsDraining()) {
			beginDrain(grace);
		}
		return this.stopped.minimalCompletionStage();
	}

	private void beginDrain(Duration grace) {
		Running current = this.running;
		if (current != null) {
			Drain begun = new Drain(new Drain.Parts(current.listeners(), current.pipeline(), current.registry(),
					this.executors, current.loops()), this.options, this.listeners, () -> this.accepting = false);
			this.drain = begun;
			begun.begin(grace).whenComplete((cut, error) -> {
				current.watchdog().stop();
				this.state.set(State.STOPPED);
				deliverDeadLetters().thenRun(() -> this.stopped.complete((cut != null) ? cut : 0));
			});
		}
	}

	@Override
	public @Nullable DrainProgress drainProgress() {
		Drain begun = this.drain;
		return (begun != null) ? begun.progress() : null;
	}

	private boolean beginsDraining() {
		synchronized (this.changing) {
			return this.state.compareAndSet(State.RUNNING, State.DRAINING);
		}
	}

	private CompletableFuture<Void> deliverDeadLetters() {
		return (this.deadLetters != null) ? this.deadLetters.close(DEAD_LETTER_MILLIS)
				: CompletableFuture.completedFuture(null);
	}

	@Override
	public void close() {
		try {
			stop(this.options.gracePeriod()).toCompletableFuture().join();
		}
		catch (CompletionException ex) {
			throw new IllegalStateException("The server did not stop cleanly", ex);
		}
	}

	@Override
	public State state() {
		return Objects.requireNonNull(this.state.get());
	}

	@Override
	public @Nullable InetSocketAddress address() {
		Running current = this.running;
		return (current != null) ? (InetSocketAddress) current.listeners().address() : null;
	}

	@Override
	public Transport transport() {
		Running current = this.running;
		return (current != null) ? current.loops().transport() : this.expected;
	}

	@Override
	public EventLoopGroup eventLoops() {
		Running current = this.running;
		State now = state();
		if (current == null || now == State.STOPPED) {
			throw new IllegalStateException("The server has no event loops: it is " + now);
		}
		return current.loops().group();
	}

	@Override
	public ServerOptions options() {
		return this.options;
	}

	@Override
	public ServerOptions reconfigure(Consumer<ServerOptions.Builder> changes) {
		synchronized (this.changing) {
			State current = state();
			if (current != State.NEW && current != State.RUNNING) {
				throw new IllegalStateException("The server takes no changes any more: it is " + current);
			}
			ServerOptions.Builder builder = this.options.toBuilder();
			changes.accept(builder);
			ServerOptions changed = builder.build();
			FixedOptions.check(this.options, changed);
			ServedRoute.checkPaths(changed, this.routes);
			// Whatever may be wrong is found before anything is changed.
			List<ServedRoute.Terms> terms = this.routes.stream().map((route) -> route.terms(changed)).toList();
			apply(changed, terms);
			return changed;
		}
	}

	private void apply(ServerOptions changed, List<ServedRoute.Terms> terms) {
		this.options = changed;
		for (int i = 0; i < terms.size(); i++) {
			this.routes.get(i).change(terms.get(i));
		}
		this.executors.resize(changed.workerThreads());
		Running current = this.running;
		if (current != null) {
			current.registry().start(connectionOptions());
			this.traffic.look(connectionOptions().toList());
		}
	}

	@Override
	public Connections connections() {
		return this.connections;
	}

	@Override
	public List<Long> connectionsByLoop() {
		return this.counters.openByLoop();
	}

	@Override
	public List<Duration> lagByLoop() {
		Running current = this.running;
		return (current != null) ? current.registry().latenessByLoop() : List.of();
	}

	@Override
	public EngineSnapshot snapshot() {
		Running current = this.running;
		return (current != null)
				? this.counters.snapshot(current.gate().handshaking(), current.registry().queuedBytes())
				: this.counters.snapshot(0, 0);
	}

	/**
	 * What there is once the server was started.
	 *
	 * @param loops the event loops
	 * @param registry the connections
	 * @param gate the sockets
	 * @param pipeline furnishes the sockets
	 * @param listeners what listens
	 * @param watchdog watches the event loops
	 */
	private record Running(EventLoops loops, ConnectionRegistry registry, ConnectionGate gate, ServerPipeline pipeline,
			Listeners listeners, LoopWatchdog watchdog) {

	}

	/**
	 * The connections, of which there are none before the start.
	 */
	private final class LiveConnections implements Connections {

		@Override
		public int count() {
			Running current = NettyServer.this.running;
			return (current != null) ? current.registry().count() : 0;
		}

		@Override
		public Collection<Connection> all() {
			Running current = NettyServer.this.running;
			return (current != null) ? current.registry().all() : List.of();
		}

		@Override
		public @Nullable Connection find(String id) {
			Running current = NettyServer.this.running;
			return (current != null) ? current.registry().find(id) : null;
		}

		@Override
		public void broadcast(PreparedMessage message, Predicate<? super Connection> filter) {
			Running current = NettyServer.this.running;
			if (current != null) {
				current.registry().broadcast(message, filter);
			}
		}

		@Override
		public CompletionStage<BroadcastResult> broadcastAndCount(PreparedMessage message,
				Predicate<? super Connection> filter) {
			Running current = NettyServer.this.running;
			return (current != null) ? current.registry().broadcastAndCount(message, filter)
					: CompletableFuture.completedStage(BroadcastResult.none());
		}

		@Override
		public CompletionStage<BroadcastResult> broadcastAndCount(PreparedMessage message,
				Collection<? extends Connection> receivers) {
			Running current = NettyServer.this.running;
			return (current != null) ? current.registry().broadcastAndCount(message, receivers)
					: CompletableFuture.completedStage(BroadcastResult.none());
		}

		@Override
		public <K> ConnectionIndex<K> index(Function<? super Handshake, ? extends @Nullable K> key) {
			return ConnectionIndex.deferred(this::registry, key);
		}

		private @Nullable Connections registry() {
			Running current = NettyServer.this.running;
			return (current != null) ? current.registry() : null;
		}

	}

}
