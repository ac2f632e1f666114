package io.aerosocket.spring.event;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.telemetry.EngineListener;
import io.aerosocket.telemetry.HandshakeRefusal;
import io.aerosocket.telemetry.LogGate;

/**
 * Publishes what happens to connections as events of the application, on a thread of its
 * own: a listener that blocks holds up other events and no connection. What does not fit
 * into its queue is given up and counted. Costs nothing for kinds of events that nobody
 * listens to.
 */
public final class AeroSocketEventPublisher implements EngineListener, SmartLifecycle {

	/**
	 * Behind the server, which starts last and stops first: what its connections' ends
	 * tell is published before other beans stop.
	 */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1;

	private static final Logger logger = LoggerFactory.getLogger(AeroSocketEventPublisher.class);

	private static final int KEEP_ALIVE_SECONDS = 10;

	private final LongAdder dropped = new LongAdder();

	private final LogGate gate = new LogGate();

	private final ThreadPoolExecutor thread;

	private final ConfigurableApplicationContext context;

	private final EventInterest opened;

	private final EventInterest closed;

	private final EventInterest failed;

	private final EventInterest refused;

	private volatile boolean running;

	/**
	 * Creates a publisher.
	 * @param context where to publish
	 * @param maxPending how many events may wait for listeners, 1 and more
	 */
	public AeroSocketEventPublisher(ConfigurableApplicationContext context, int maxPending) {
		this.context = context;
		this.opened = new EventInterest(context, AeroSocketConnectionOpenedEvent.class);
		this.closed = new EventInterest(context, AeroSocketConnectionClosedEvent.class);
		this.failed = new EventInterest(context, AeroSocketConnectionFailedEvent.class);
		this.refused = new EventInterest(context, AeroSocketHandshakeRefusedEvent.class);
		this.thread = new ThreadPoolExecutor(1, 1, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(maxPending), (task) -> {
					Thread created = new Thread(task, "aerosocket-events");
					created.setDaemon(true);
					return created;
				});
		this.thread.allowCoreThreadTimeOut(true);
	}

	@Override
	public void opened(Connection connection) {
		if (this.opened.exists()) {
			publish(() -> new AeroSocketConnectionOpenedEvent(connection));
		}
	}

	@Override
	public void closed(Connection connection, CloseReason reason) {
		if (this.closed.exists()) {
			publish(() -> new AeroSocketConnectionClosedEvent(connection, reason));
		}
	}

	@Override
	public void failed(Connection connection, Throwable error) {
		if (this.failed.exists()) {
			publish(() -> new AeroSocketConnectionFailedEvent(connection, error));
		}
	}

	@Override
	public void refused(HandshakeRefusal refusal) {
		if (this.refused.exists()) {
			publish(() -> new AeroSocketHandshakeRefusedEvent(this, refusal));
		}
	}

	/**
	 * Returns how many events were given up because too many were waiting.
	 * @return the number since the start
	 */
	public long droppedEvents() {
		return this.dropped.sum();
	}

	@Override
	public void start() {
		this.thread.setKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
		this.running = true;
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		// Nothing is to hold an application's classes that has stopped.
		this.thread.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
		try {
			// Behind what waits.
			this.thread.execute(callback);
		}
		catch (RejectedExecutionException ex) {
			callback.run();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	private void publish(Supplier<ApplicationEvent> event) {
		try {
			this.thread.execute(() -> deliver(event.get()));
		}
		catch (RejectedExecutionException ex) {
			this.dropped.increment();
			if (this.gate.opens()) {
				logger.warn("An event of a connection was given up because its listeners are slow, and {} before it. "
						+ "See aerosocket.server.events.max-pending.", this.gate.leftOut());
			}
		}
	}

	private void deliver(ApplicationEvent event) {
		try {
			this.context.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.error("A listener failed for {}", event.getClass().getSimpleName(), ex);
		}
	}

}
