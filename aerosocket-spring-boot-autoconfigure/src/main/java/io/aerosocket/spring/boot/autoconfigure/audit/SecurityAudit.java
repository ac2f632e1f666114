package io.aerosocket.spring.boot.autoconfigure.audit;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

import io.aerosocket.telemetry.LogGate;

/**
 * Reports security events on a thread of its own, so that no event loop waits for it. Of
 * what peers cause in numbers, some are reported each and the others as a number once a
 * second: neither a log nor the memory can be filled with them. What operators do is
 * always reported.
 */
final class SecurityAudit implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(SecurityAudit.class);

	/** So many may wait for sinks that are slow. */
	private static final int MOST_PENDING = 1000;

	private final Map<SecurityEventType, AuditGate> gates = new EnumMap<>(SecurityEventType.class);

	private final List<SecurityEventSink> sinks;

	private final LogGate failures = new LogGate();

	private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, (task) -> {
		Thread thread = new Thread(task, "aerosocket-audit");
		thread.setDaemon(true);
		return thread;
	});

	SecurityAudit(List<SecurityEventSink> sinks, int maxPerSecond) {
		this.sinks = List.copyOf(sinks);
		for (SecurityEventType type : SecurityEventType.values()) {
			this.gates.put(type, new AuditGate(maxPerSecond, System.nanoTime()));
		}
		this.thread.scheduleAtFixedRate(this::reportLeftOut, 1, 1, TimeUnit.SECONDS);
	}

	/**
	 * Asks whether an event of a type will be reported, before anything is made for it.
	 * @param type the type
	 * @return whether to {@link #report} it; if not it was counted
	 */
	boolean wants(SecurityEventType type) {
		AuditGate gate = gate(type);
		if (!type.isOfPeers()) {
			return true;
		}
		if (!gate.opens(System.nanoTime())) {
			return false;
		}
		if (this.thread.getQueue().size() < MOST_PENDING) {
			return true;
		}
		gate.lost();
		return false;
	}

	/**
	 * Reports an event.
	 * @param type the type, which was asked for
	 * @param principal who did it, or an empty text
	 * @param data what else is known
	 */
	void report(SecurityEventType type, String principal, Map<String, Object> data) {
		SecurityEvent event = new SecurityEvent(Instant.now(), type, principal, data);
		if (this.thread.isShutdown()) {
			tell(event);
		}
		else {
			this.thread.execute(() -> tell(event));
		}
	}

	private void reportLeftOut() {
		this.gates.forEach((type, gate) -> {
			long count = gate.leftOut();
			if (count > 0) {
				tell(new SecurityEvent(Instant.now(), type, "", Map.of("notReportedEach", count)));
			}
		});
	}

	private synchronized void tell(SecurityEvent event) {
		for (SecurityEventSink sink : this.sinks) {
			try {
				sink.accept(event);
			}
			catch (RuntimeException ex) {
				if (this.failures.opens()) {
					logger.error("A security event of type {} could not be reported to {}. {} more since the last such "
							+ "line.", event.type(), sink, this.failures.leftOut(), ex);
				}
			}
		}
	}

	private AuditGate gate(SecurityEventType type) {
		AuditGate gate = this.gates.get(type);
		if (gate == null) {
			throw new IllegalStateException("There is no gate for " + type);
		}
		return gate;
	}

	@Override
	public void destroy() throws InterruptedException {
		this.thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.thread.shutdown();
		this.thread.awaitTermination(1, TimeUnit.SECONDS);
		reportLeftOut();
	}

}
