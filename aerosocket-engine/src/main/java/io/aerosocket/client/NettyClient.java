package io.aerosocket.client;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.AeroSocketException;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Connections;
import io.aerosocket.internal.connection.ConnectionDrain;
import io.aerosocket.internal.connection.ConnectionRegistry;
import io.aerosocket.internal.connection.DrainPlan;
import io.aerosocket.internal.connection.Endpoint;
import io.aerosocket.internal.dispatch.HandlerExecution;
import io.aerosocket.internal.dispatch.HandlerExecutors;
import io.aerosocket.internal.stream.SourceThreads;
import io.aerosocket.internal.transport.EventLoops;
import io.aerosocket.telemetry.EngineCounters;
import io.aerosocket.telemetry.EngineListener;
import io.aerosocket.telemetry.EngineListeners;
import io.aerosocket.telemetry.EngineSnapshot;

/**
 * The client: ties the engine's parts together.
 */
final class NettyClient implements AeroClient {

	private static final Logger logger = LoggerFactory.getLogger(AeroClient.class);

	/** Time for event loops to end. */
	private static final Duration AFTERMATH = Duration.ofSeconds(1);

	private final ClientOptions options;

	private final HandlerExecutors executors;

	private final EngineCounters counters = new EngineCounters();

	private final EngineListeners listeners;

	private final EventLoops loops;

	/** Those that are shared; of its own ones it has no need to know. */
	private final List<EventLoop> shared;

	/** Nobody else would tell who waits for what those do not do any more. */
	private final FutureListener<Object> loopsEnded = (ended) -> loopsEnd();

	private final Runnable leave;

	private volatile boolean loopless;

	private final ConnectionRegistry registry;

	private final ClientEngine engine;

	private final Set<Inbox> inboxes = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean closing = new AtomicBoolean();

	private final CompletableFuture<Integer> stopped = new CompletableFuture<>();

	NettyClient(ClientOptions options, List<EngineListener> listeners) {
		this.options = options;
		this.listeners = new EngineListeners(listeners);
		this.executors = new HandlerExecutors(options.workerThreads());
		this.loops = (options.eventLoopGroup() != null) ? EventLoops.shared(options.eventLoopGroup())
				: EventLoops.startDaemons(options.transport(), options.eventLoops());
		this.shared = (options.eventLoopGroup() != null) ? this.loops.loops() : List.of();
		this.registry = new ConnectionRegistry(this.loops.loops(), this.counters);
		this.engine = new ClientEngine(options, this.loops.newBootstrap(), this.registry,
				new ConnectReports(this.counters, this.listeners));
		this.registry.start(Stream.of(options.connection()));
		if (options.eventLoopGroup() != null) {
			addListener(options.eventLoopGroup().terminationFuture(), this.loopsEnded);
		}
		this.leave = (options.eventLoopGroup() != null) ? this.loops.admit(this::loopsEnd) : () -> {
		};
		if (options.connection().trafficLog().enabled()) {
			logger.warn("Messages are written to the log io.aerosocket.traffic, with their payload. That is for "
					+ "finding faults: it is slow, and others read what is said. See ConnectionOptions.trafficLog");
		}
	}

	@Override
	public CompletableFuture<Connection> connect(ConnectRequest request, ConnectionHandler handler) {
		if (this.closing.get()) {
			throw new IllegalStateException("The client was closed");
		}
		HandlerExecution execution = new HandlerExecution(handler, this.executors);
		Endpoint endpoint = Endpoint.of(Endpoint.Role.CLIENT, this.options.connection(), execution.calls(),
				new SourceThreads(this.executors.reading(), this.executors.working()), this.counters, this.listeners)
			.handlingOn(execution.threads(true), execution.threads(false));
		ConnectAttempt attempt = new ConnectAttempt(this.engine, nextLoop(), endpoint, request);
		this.engine.began(attempt);
		CompletableFuture<Connection> result = attempt.begin();
		if (this.loopless || this.loops.group().isShuttingDown()) {
			attempt.loopEnded();
		}
		if (this.closing.get()) {
			// It may have come too late to be found by the one who closes.
			attempt.giveUp();
		}
		return result;
	}

	// Whoever passes messages on has both ends on one thread.
	private EventLoop nextLoop() {
		for (EventLoop loop : this.shared) {
			if (loop.inEventLoop()) {
				return loop;
			}
		}
		return this.loops.group().next();
	}

	private Future<?> loopsEnd() {
		this.loopless = true;
		return this.engine.loopsEnd();
	}

	@SuppressWarnings({ "unchecked", "rawtypes" }) // Netty hides the type of the value
	private static void addListener(Future<?> future, FutureListener listener) {
		future.addListener(listener);
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static void removeListener(Future<?> future, FutureListener listener) {
		future.removeListener(listener);
	}

	@Override
	public BlockingConnection open(ConnectRequest request) throws InterruptedException {
		Inbox inbox = new Inbox(this.options.connection(), this.inboxes);
		CompletableFuture<Connection> connecting = connect(request, inbox);
		try {
			return new WaitingConnection(connecting.get(), inbox, this.options);
		}
		catch (InterruptedException ex) {
			connecting.cancel(false);
			throw ex;
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof AeroSocketException known) {
				throw known;
			}
			throw new IllegalStateException(ex.getCause());
		}
	}

	@Override
	public CompletionStage<Integer> stop(Duration grace) {
		if (this.closing.compareAndSet(false, true)) {
			this.engine.close();
			// Nobody may come to receive what waits there, and the end would wait behind
			// it.
			this.inboxes.forEach(Inbox::shut);
			ConnectionDrain.begin(this.registry, DrainPlan.CLIENT, grace).done().thenAccept(this::finish);
		}
		return this.stopped.minimalCompletionStage();
	}

	private void finish(int cut) {
		if (cut > 0) {
			logger.warn(
					"{} connections were still open at the end of the grace period and were cut. " + "See gracePeriod.",
					cut);
		}
		// An event loop that a handler blocks does not end; the client does.
		GlobalEventExecutor.INSTANCE.schedule(() -> this.stopped.complete(cut), 2 * AFTERMATH.toMillis(),
				TimeUnit.MILLISECONDS);
		this.engine.closeSockets().addListener((closed) -> endThreads(cut));
	}

	private void endThreads(int cut) {
		this.registry.stop();
		this.executors.shutdown();
		if (this.options.eventLoopGroup() != null) {
			// Or they would keep every client that ever used them.
			this.leave.run();
			removeListener(this.options.eventLoopGroup().terminationFuture(), this.loopsEnded);
			this.stopped.complete(cut);
			return;
		}
		this.loops.group()
			.shutdownGracefully(0, AFTERMATH.toMillis(), TimeUnit.MILLISECONDS)
			.addListener((ended) -> this.stopped.complete(cut));
	}

	@Override
	public void close() {
		try {
			stop(this.options.gracePeriod()).toCompletableFuture().join();
		}
		catch (CompletionException ex) {
			throw new IllegalStateException("The client did not end cleanly", ex);
		}
	}

	@Override
	public ClientOptions options() {
		return this.options;
	}

	@Override
	public Connections connections() {
		return this.registry;
	}

	@Override
	public EngineSnapshot snapshot() {
		return this.counters.snapshot(this.engine.attempts(), this.registry.queuedBytes());
	}

}
