package io.aerosocket.telemetry;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.Handshake;

/**
 * Hears how long things take and how large they are. Clocks are read only when there is
 * such a listener, and of what happens for every message it hears one in
 * {@value #SAMPLE}, since a clock costs as much as a small message, and to record what it
 * says more. Called like any {@link EngineListener}: it must be quick and must not block.
 */
public interface TimingListener extends EngineListener {

	/** How many messages, or writes, there are for one that is told of. */
	int SAMPLE = 256;

	/**
	 * A handshake has ended. Every one is told of, and one that was accepted right before
	 * its connection is opened.
	 * @param outcome how
	 * @param handshake the handshake, or {@code null} if it ended before there was a
	 * valid one for an existing path
	 * @param nanos how long it took since the socket was accepted, TLS included
	 */
	default void handshakeEnded(HandshakeOutcome outcome, @Nullable Handshake handshake, long nanos) {
	}

	/**
	 * An attempt of a client to connect has ended. Every one is told of, and one that
	 * succeeded right before its connection is opened.
	 * @param failure why it failed, or {@code null} if it did not
	 * @param nanos how long it took since it began: looking the host up, connecting, TLS
	 * and the handshake, redirects included
	 */
	default void connectEnded(@Nullable ConnectFailureReason failure, long nanos) {
	}

	/**
	 * A TLS handshake has ended. Every one is told of.
	 * @param failed whether it failed, or the peer left before its end
	 * @param nanos how long it took since the socket was accepted
	 */
	default void tlsEnded(boolean failed, long nanos) {
	}

	/**
	 * A received message came to its handler: one in a sample.
	 * @param connection the connection
	 * @param bytes the size of its payload; of a piece where a handler takes pieces
	 * @param nanos how long it waited for the handler, since it was complete
	 */
	default void received(Connection connection, int bytes, long nanos) {
	}

	/**
	 * A message was handed to the transport: one in a sample.
	 * @param connection the connection
	 * @param bytes the size of its payload
	 * @param nanos how long it waited in the queue, 0 when nothing was before it
	 */
	default void sent(Connection connection, int bytes, long nanos) {
	}

	/**
	 * What was flushed has left for the network: one flush in a sample.
	 * @param connection the connection
	 * @param nanos how long that took
	 */
	default void flushed(Connection connection, long nanos) {
	}

	/**
	 * A peer answered our Ping. Every answer is told of.
	 * @param connection the connection
	 * @param nanos the time since the Ping was sent
	 */
	default void answered(Connection connection, long nanos) {
	}

	/**
	 * An event loop came to a task of a known time. Told of regularly, about once a
	 * second for each event loop.
	 * @param nanos how late it was
	 */
	default void ranLate(long nanos) {
	}

}
