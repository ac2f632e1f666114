package io.aerosocket.server;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.telemetry.EngineListener;

/**
 * Whether the server has so much to do that it takes no new connections. Looked at by the
 * sweeps of all event loops, so that one that is stuck is noticed by the others.
 * <p>
 * Safe for any thread.
 */
final class Overload {

	private static final Logger logger = LoggerFactory.getLogger(AeroServer.class);

	/** What it has to fall below, as a share of a limit, before connections are taken. */
	private static final double RECOVERED = 0.8;

	private final Supplier<OverloadOptions> options;

	private final Load load;

	private final EngineListener listener;

	private @Nullable Long exceededSince;

	private long since;

	private volatile @Nullable String overloaded;

	/**
	 * Creates it.
	 * @param options the limits at any time
	 * @param load what is compared with them
	 * @param listener hears when it begins and ends
	 */
	Overload(Supplier<OverloadOptions> options, Load load, EngineListener listener) {
		this.options = options;
		this.load = load;
		this.listener = listener;
	}

	boolean isOverloaded() {
		return this.overloaded != null;
	}

	/**
	 * Returns why the server is overloaded.
	 * @return what was exceeded last, or {@code null} if it is not overloaded
	 */
	@Nullable String reason() {
		return this.overloaded;
	}

	/**
	 * Looks at the load.
	 * @param now the time in nanoseconds, by the clock of the event loops
	 */
	void look(long now) {
		OverloadOptions limits = this.options.get();
		boolean before;
		boolean after;
		String reason;
		synchronized (this) {
			String known = this.overloaded;
			before = known != null;
			reason = exceeded(limits, before ? RECOVERED : 1);
			after = before ? stays(limits, reason != null, now) : begins(limits, reason != null, now);
			// While it is only held, the reason is the last one that there was.
			this.overloaded = after ? ((reason != null) ? reason : known) : null;
		}
		if (before != after) {
			tell(after, reason);
		}
	}

	private boolean begins(OverloadOptions limits, boolean exceeded, long now) {
		if (!exceeded) {
			this.exceededSince = null;
			return false;
		}
		if (this.exceededSince == null) {
			this.exceededSince = now;
		}
		boolean begins = now - this.exceededSince >= limits.after().toNanos();
		if (begins) {
			this.exceededSince = null;
			this.since = now;
		}
		return begins;
	}

	private boolean stays(OverloadOptions limits, boolean exceeded, long now) {
		return exceeded || now - this.since < limits.hold().toNanos();
	}

	// Which limit is exceeded, or null.
	private @Nullable String exceeded(OverloadOptions limits, double part) {
		Duration maxLag = limits.maxLoopLag();
		long lag = maxLag.isZero() ? 0 : this.load.loopLagNanos().getAsLong();
		if (!maxLag.isZero() && lag > part * maxLag.toNanos()) {
			return "an event loop runs " + lag / 1_000_000 + " ms late (max-loop-lag)";
		}
		if (isExceeded(limits.maxConnectionShare(), part, this.load.connections(), this.load.maxConnections())) {
			return this.load.connections().getAsLong() + " connections are open (max-connection-share)";
		}
		if (isExceeded(limits.maxMemoryShare(), part, this.load.memory(), this.load.maxMemory())) {
			return this.load.memory().getAsLong() + " bytes wait to be written (max-memory-share)";
		}
		return null;
	}

	// All of them is no share: there is another limit for that.
	private static boolean isExceeded(double share, double part, LongSupplier used, LongSupplier max) {
		return share < 1 && used.getAsLong() > part * share * max.getAsLong();
	}

	private void tell(boolean begins, @Nullable String reason) {
		if (begins) {
			logger.warn("The server is overloaded and refuses new connections with 503: {}. "
					+ "See aerosocket.server.overload (OverloadOptions without Spring).", reason);
		}
		else {
			logger.info("The server is not overloaded any more and takes new connections");
		}
		this.listener.overloaded(begins);
	}

	/**
	 * Returns how long the next peer is told to stay away.
	 * @return whole seconds, at least one
	 */
	String retryAfter() {
		return RetryAfter.seconds(this.options.get().retryAfter());
	}

	/**
	 * What is compared with the limits. Each is asked only if there is such a limit.
	 *
	 * @param loopLagNanos how late the latest event loop is
	 * @param connections how many connections are open
	 * @param maxConnections how many may be
	 * @param memory how many bytes wait to be written
	 * @param maxMemory how many may
	 */
	record Load(LongSupplier loopLagNanos, LongSupplier connections, LongSupplier maxConnections, LongSupplier memory,
			LongSupplier maxMemory) {

	}

}
