package io.aerosocket.telemetry;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.RateLimitPolicy;

/**
 * Hears what happens in an engine. Called on event loops and workers, so it must be quick
 * and must not block; what it throws is logged and otherwise ignored.
 */
public interface EngineListener {

	/** How many calls on an event loop there are for one that is timed. */
	int HANDLING_SAMPLE = 64;

	/**
	 * A handshake was refused.
	 * @param refusal which, and why
	 */
	default void refused(HandshakeRefusal refusal) {
		refused(refusal.reason());
	}

	/**
	 * A handshake was refused. Called unless {@link #refused(HandshakeRefusal)} is
	 * overridden, which knows more.
	 * @param reason why
	 */
	default void refused(RefusalReason reason) {
	}

	/**
	 * The server begins to refuse new connections because it is overloaded, or takes them
	 * again.
	 * @param overloaded whether it is
	 */
	default void overloaded(boolean overloaded) {
	}

	/**
	 * An attempt of a client to connect failed. Heard on its event loop, or where it was
	 * given up once that has ended.
	 * @param failed which, and why
	 */
	default void connectFailed(FailedConnect failed) {
	}

	/**
	 * A connection was opened.
	 * @param connection the connection
	 */
	default void opened(Connection connection) {
	}

	/**
	 * A connection has ended.
	 * @param connection the connection
	 * @param reason why
	 */
	default void closed(Connection connection, CloseReason reason) {
	}

	/**
	 * A peer, or all of them together, sent more than the rate allows.
	 * @param connection the connection it was noticed on
	 * @param scope whose rate it is
	 * @param policy what was done: the connection is closed, a message was dropped, or
	 * reading was paused
	 */
	default void rateLimited(Connection connection, RateLimitScope scope, RateLimitPolicy policy) {
	}

	/**
	 * What waited for a peer was given up, because more waited for all together than the
	 * memory budget allows.
	 * @param connection the connection, which goes on if its policy is to drop messages
	 * @param bytes what waited for it
	 * @param used what waited for all, in bytes
	 * @param max the budget, in bytes
	 */
	default void shed(Connection connection, long bytes, long used, long max) {
	}

	/**
	 * Messages were given up, mostly to a peer.
	 * @param connection the connection
	 * @param reason why
	 * @param messages how many
	 * @param bytes their size on the wire
	 */
	default void dropped(Connection connection, DropReason reason, int messages, long bytes) {
	}

	/**
	 * A handler's call has completed. On an event loop only one call in
	 * {@link #HANDLING_SAMPLE} is timed, since a clock costs as much as a small message;
	 * calls elsewhere are timed each.
	 * @param connection the connection
	 * @param nanos how long it took, its returned stage included
	 * @param failed whether it failed
	 */
	default void handled(Connection connection, long nanos, boolean failed) {
	}

	/**
	 * A handler failed and nothing handled its error.
	 * @param connection the connection
	 * @param error the error
	 */
	default void failed(Connection connection, Throwable error) {
	}

	/**
	 * A server begins to end its connections.
	 * @param progress how many there are, and how long they have
	 */
	default void drainBegan(DrainProgress progress) {
	}

	/**
	 * A server is still ending its connections. Heard every five seconds, and when it is
	 * asked to hurry.
	 * @param progress how far it has come
	 */
	default void drainContinues(DrainProgress progress) {
	}

	/**
	 * A server has ended all its connections.
	 * @param progress how it went
	 */
	default void drainEnded(DrainProgress progress) {
	}

	/**
	 * An event loop does not come back from what it does, so that all its connections
	 * wait. Heard once for each time, on a thread of its own.
	 * @param loop which one, and what it is doing
	 */
	default void loopBlocked(BlockedLoop loop) {
	}

}
