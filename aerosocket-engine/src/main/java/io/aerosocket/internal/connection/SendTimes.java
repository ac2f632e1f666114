package io.aerosocket.internal.connection;

import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

import io.aerosocket.internal.message.EncodedMessage;
import io.aerosocket.telemetry.TimingListener;

/**
 * Counts what is written, and tells those who listen how long a sample of it took.
 * Confined to the event loop.
 */
final class SendTimes {

	private SendTimes() {
	}

	/**
	 * A message was written at once.
	 * @param connection whom to
	 * @param message the message
	 */
	static void written(WebSocketConnection connection, EncodedMessage message) {
		Traffic.sent(connection, message);
		written(connection, message.length());
	}

	/**
	 * A message was written at once that others get too.
	 * @param connection whom to
	 * @param payloadBytes the size of its payload
	 */
	static void written(WebSocketConnection connection, int payloadBytes) {
		if (connection.group().counters().messageSent(payloadBytes)) {
			TimingListener timing = connection.endpoint().listeners().timing();
			if (timing != null) {
				timing.sent(connection, payloadBytes, 0);
			}
		}
	}

	/**
	 * A message is about to be written that has waited.
	 * @param connection whom to
	 * @param message the message
	 */
	static void writes(WebSocketConnection connection, Outgoing message) {
		Traffic.sends(connection, message);
	}

	/**
	 * A message was written that had waited.
	 * @param connection whom to
	 * @param message the message
	 */
	static void written(WebSocketConnection connection, Outgoing message) {
		connection.group().counters().messageSent(message.payloadBytes());
		TimingListener timing = connection.endpoint().listeners().timing();
		if (timing != null && message.queuedAt() != 0) {
			timing.sent(connection, message.payloadBytes(), System.nanoTime() - message.queuedAt());
		}
	}

	/**
	 * Asks whether the way of what is written now to the network is to be timed.
	 * @param connection whom it is for
	 * @return who wants to know, or {@code null}
	 */
	static @Nullable TimingListener timed(WebSocketConnection connection) {
		return connection.group().isWriteSampled(TimingListener.SAMPLE) ? connection.endpoint().listeners().timing()
				: null;
	}

	/**
	 * Tells when a write has left for the network.
	 * @param connection whom it is for
	 * @param timing who wants to know
	 * @param promise the write's
	 */
	static void follow(WebSocketConnection connection, TimingListener timing, ChannelPromise promise) {
		long startedAt = System.nanoTime();
		promise.addListener((written) -> {
			if (written.isSuccess()) {
				timing.flushed(connection, System.nanoTime() - startedAt);
			}
		});
	}

}
