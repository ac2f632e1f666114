package io.aerosocket.internal.connection;

import java.time.Duration;

import io.aerosocket.ConnectionOptions;

/**
 * Whether one connection's peer is still there, and still talks (RFC 6455 section 5.5.2).
 * Asked by the sweep of the event loop; times are those of the sweeps.
 */
final class Heartbeats {

	/** What a Ping of ours carries, so that its Pong is told from others. */
	static final int PAYLOAD = 0x6165_726F;

	private final ConnectionOptions options;

	private long lastRead;

	private long lastMessage;

	private long pingSent;

	private boolean waitingForPong;

	Heartbeats(ConnectionOptions options, long now) {
		this.options = options;
		this.lastRead = now;
		this.lastMessage = now;
	}

	/**
	 * Bytes arrived: the peer lives.
	 * @param now the time of the last sweep
	 */
	void read(long now) {
		this.lastRead = now;
		this.waitingForPong = false;
	}

	/**
	 * A data message was received or sent.
	 * @param now the time of the last sweep
	 */
	void message(long now) {
		this.lastMessage = now;
	}

	/**
	 * We stopped reading, so that silence proves nothing: the clock stands still.
	 * @param now the time of this sweep
	 */
	void paused(long now) {
		this.lastRead = now;
		this.pingSent = now;
		this.lastMessage = now;
	}

	/**
	 * Says what is to be done.
	 * @param now the time of this sweep
	 * @return the action
	 */
	Action sweep(long now) {
		if (this.waitingForPong) {
			return isOver(this.pingSent, this.options.pongTimeout(), now) ? Action.CUT : Action.NOTHING;
		}
		if (isOver(this.lastMessage, this.options.idleTimeout(), now)) {
			return Action.CLOSE_IDLE;
		}
		if (isOver(this.lastRead, this.options.pingInterval(), now)) {
			this.waitingForPong = true;
			this.pingSent = now;
			return Action.PING;
		}
		return Action.NOTHING;
	}

	private static boolean isOver(long since, Duration limit, long now) {
		return !limit.isZero() && now - since >= limit.toNanos();
	}

	/**
	 * What a sweep finds to do.
	 */
	enum Action {

		NOTHING, PING, CUT, CLOSE_IDLE

	}

}
