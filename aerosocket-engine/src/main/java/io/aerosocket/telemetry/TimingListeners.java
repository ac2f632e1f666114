package io.aerosocket.telemetry;

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.Handshake;

/**
 * Several listeners to times as one.
 */
final class TimingListeners implements TimingListener {

	private final TimingListener[] listeners;

	private TimingListeners(List<TimingListener> listeners) {
		this.listeners = listeners.toArray(new TimingListener[0]);
	}

	/**
	 * Picks those out that listen to times.
	 * @param listeners all listeners
	 * @return those that do, or {@code null} if none does
	 */
	static @Nullable TimingListener of(List<EngineListener> listeners) {
		List<TimingListener> timing = listeners.stream()
			.filter(TimingListener.class::isInstance)
			.map(TimingListener.class::cast)
			.toList();
		return timing.isEmpty() ? null : new TimingListeners(timing);
	}

	@Override
	public void handshakeEnded(HandshakeOutcome outcome, @Nullable Handshake handshake, long nanos) {
		tell((listener) -> listener.handshakeEnded(outcome, handshake, nanos));
	}

	@Override
	public void connectEnded(@Nullable ConnectFailureReason failure, long nanos) {
		tell((listener) -> listener.connectEnded(failure, nanos));
	}

	@Override
	public void tlsEnded(boolean failed, long nanos) {
		tell((listener) -> listener.tlsEnded(failed, nanos));
	}

	@Override
	public void received(Connection connection, int bytes, long nanos) {
		tell((listener) -> listener.received(connection, bytes, nanos));
	}

	@Override
	public void sent(Connection connection, int bytes, long nanos) {
		tell((listener) -> listener.sent(connection, bytes, nanos));
	}

	@Override
	public void flushed(Connection connection, long nanos) {
		tell((listener) -> listener.flushed(connection, nanos));
	}

	@Override
	public void answered(Connection connection, long nanos) {
		tell((listener) -> listener.answered(connection, nanos));
	}

	@Override
	public void ranLate(long nanos) {
		tell((listener) -> listener.ranLate(nanos));
	}

	private void tell(Consumer<TimingListener> event) {
		for (TimingListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (Throwable ex) {
				EngineListeners.failed(listener, ex);
			}
		}
	}

}
