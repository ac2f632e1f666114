package io.aerosocket.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.SmartLifecycle;

import io.aerosocket.TransportException;
import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.HandlerRoute;

/**
 * Starts the server when the application is ready for connections, and drains it before
 * anything that handlers use is stopped.
 */
final class AeroSocketServerLifecycle implements SmartLifecycle {

	/**
	 * The last to start and the first to stop: before Boot's web server (whose health
	 * endpoint can say meanwhile that this instance is going away), and before executors
	 * and data sources.
	 */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE;

	private static final Logger logger = LoggerFactory.getLogger(AeroSocketServerLifecycle.class);

	private final AeroServer server;

	private final List<HandlerRoute> routes;

	private final ApplicationContext context;

	private final boolean hearsSignals;

	private final AtomicInteger signals = new AtomicInteger();

	private final CountDownLatch stopped = new CountDownLatch(1);

	private volatile boolean running;

	/**
	 * Creates the lifecycle.
	 * @param server the server
	 * @param routes what it serves
	 * @param context the application
	 * @param hearsSignals whether signals hurry it while it drains
	 */
	AeroSocketServerLifecycle(AeroServer server, List<HandlerRoute> routes, ApplicationContext context,
			boolean hearsSignals) {
		this.server = server;
		this.routes = routes;
		this.context = context;
		this.hearsSignals = hearsSignals;
	}

	@Override
	public void start() {
		if (this.running) {
			return;
		}
		ShutdownPhaseTimeout.extend(this.context, PHASE, gracePeriod());
		try {
			this.server.start();
		}
		catch (TransportException ex) {
			throw new ServerBindException(this.server.options(), ex);
		}
		catch (IllegalArgumentException ex) {
			throw EngineOptions.translate(ex);
		}
		this.running = true;
		keepAlive();
		LocalPort.publish(this.context, this.server.port());
		StartupReport.log(this.server, this.routes);
		this.context.publishEvent(new AeroSocketServerStartedEvent(this.server, this.server.port()));
	}

	@Override
	public void stop() {
		CountDownLatch done = new CountDownLatch(1);
		stop(done::countDown);
		try {
			done.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void stop(Runnable callback) {
		if (!this.running) {
			if (this.server.state() == AeroServer.State.DRAINING) {
				hurry();
			}
			callback.run();
			return;
		}
		this.running = false;
		AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
		RepeatedSignal signal = this.hearsSignals ? RepeatedSignal.listen(this::hurry) : null;
		this.server.stop(gracePeriod()).whenComplete((cut, error) -> {
			try {
				if (signal != null) {
					signal.close();
				}
				stopped(cut, error);
			}
			finally {
				this.stopped.countDown();
				callback.run();
			}
		});
	}

	// Whoever asks twice wants it done soon, and whoever asks three times now.
	private void hurry() {
		boolean first = this.signals.getAndIncrement() == 0;
		this.server.stop(first ? this.server.options().connection().closeTimeout() : Duration.ZERO);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	// A server starts once, so it cannot be paused with a test's context.
	@Override
	public boolean isPauseable() {
		return false;
	}

	private Duration gracePeriod() {
		return this.server.options().gracePeriod();
	}

	private void stopped(@Nullable Integer cut, @Nullable Throwable error) {
		if (error != null) {
			logger.warn("AeroSocket did not stop cleanly", error);
		}
		int connections = (cut != null) ? cut : 0;
		logger.info("AeroSocket stopped, {} connections had to be cut", (connections > 0) ? connections : "no");
		publish(new AeroSocketServerStoppedEvent(this.server, connections));
	}

	private void publish(ApplicationEvent event) {
		try {
			this.context.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.warn("A listener failed for {}", event.getClass().getSimpleName(), ex);
		}
	}

	// Event loops are daemons; without this, an application that has no other server
	// would end as soon as it has started.
	private void keepAlive() {
		Thread thread = new Thread(() -> {
			try {
				this.stopped.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "aerosocket-await-" + this.server.port());
		thread.setDaemon(false);
		thread.start();
	}

}
