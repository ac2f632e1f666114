package io.aerosocket.telemetry;

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.RateLimitPolicy;

/**
 * Several listeners as one. What one of them throws is logged and keeps nothing from the
 * others or from the engine.
 */
public final class EngineListeners implements EngineListener {

	private static final Logger logger = LoggerFactory.getLogger(EngineListeners.class);

	private final EngineListener[] listeners;

	private final @Nullable TimingListener timing;

	/**
	 * Creates the group.
	 * @param listeners the listeners, called in their order
	 */
	public EngineListeners(List<EngineListener> listeners) {
		this.listeners = listeners.toArray(new EngineListener[0]);
		this.timing = TimingListeners.of(listeners);
	}

	/**
	 * Returns whether anyone listens, which decides whether a clock is read.
	 * @return {@code false} without listeners
	 */
	public boolean isEmpty() {
		return this.listeners.length == 0;
	}

	/**
	 * Returns who hears of times, without whom no clock needs to be read.
	 * @return those listeners as one, or {@code null} if there is none
	 */
	public @Nullable TimingListener timing() {
		return this.timing;
	}

	@Override
	public void refused(HandshakeRefusal refusal) {
		tell((listener) -> listener.refused(refusal));
	}

	@Override
	public void overloaded(boolean overloaded) {
		tell((listener) -> listener.overloaded(overloaded));
	}

	@Override
	public void connectFailed(FailedConnect failed) {
		tell((listener) -> listener.connectFailed(failed));
	}

	@Override
	public void opened(Connection connection) {
		tell((listener) -> listener.opened(connection));
	}

	@Override
	public void closed(Connection connection, CloseReason reason) {
		tell((listener) -> listener.closed(connection, reason));
	}

	@Override
	public void rateLimited(Connection connection, RateLimitScope scope, RateLimitPolicy policy) {
		tell((listener) -> listener.rateLimited(connection, scope, policy));
	}

	@Override
	public void shed(Connection connection, long bytes, long used, long max) {
		tell((listener) -> listener.shed(connection, bytes, used, max));
	}

	@Override
	public void dropped(Connection connection, DropReason reason, int messages, long bytes) {
		tell((listener) -> listener.dropped(connection, reason, messages, bytes));
	}

	@Override
	public void handled(Connection connection, long nanos, boolean failed) {
		tell((listener) -> listener.handled(connection, nanos, failed));
	}

	@Override
	public void failed(Connection connection, Throwable error) {
		tell((listener) -> listener.failed(connection, error));
	}

	@Override
	public void loopBlocked(BlockedLoop loop) {
		tell((listener) -> listener.loopBlocked(loop));
	}

	@Override
	public void drainBegan(DrainProgress progress) {
		tell((listener) -> listener.drainBegan(progress));
	}

	@Override
	public void drainContinues(DrainProgress progress) {
		tell((listener) -> listener.drainContinues(progress));
	}

	@Override
	public void drainEnded(DrainProgress progress) {
		tell((listener) -> listener.drainEnded(progress));
	}

	private void tell(Consumer<EngineListener> event) {
		for (EngineListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (Throwable ex) {
				failed(listener, ex);
			}
		}
	}

	static void failed(EngineListener listener, Throwable error) {
		logger.warn("A listener failed: {}", listener.getClass().getName(), error);
	}

}
