package io.aerosocket.internal.connection;

import java.nio.ByteBuffer;
import java.time.Duration;

import io.aerosocket.AgeOptions;
import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.ConnectionActivity;
import io.aerosocket.ConnectionOptions;

/**
 * Whether a connection's peer is still there, and still talks (RFC 6455 section 5.5.2).
 * Asked by the sweep of the event loop; times are those of the sweeps. They are kept by
 * the connection itself, since an object for them would be a large one.
 */
final class Heartbeats {

	/** What a Ping of ours carries, so that its Pong is told from others. */
	static final int PAYLOAD = 0x6165_726F;

	/** What a connection is told that has reached its age. */
	static final CloseReason TOO_OLD = new CloseReason(CloseCode.GOING_AWAY, "open for as long as allowed", false);

	private static final int AGE_UNIT_BITS = 26;

	private Heartbeats() {
	}

	/**
	 * Says what is to be done.
	 * @param options the times to keep
	 * @param lastRead when bytes arrived; when the Ping went out while its Pong is
	 * awaited
	 * @param lastMessage when a data message was received or sent
	 * @param waitingForPong whether nothing has arrived since a Ping
	 * @param now the time of this sweep
	 * @return the action
	 */
	static Action sweep(ConnectionOptions options, long lastRead, long lastMessage, boolean waitingForPong, long now) {
		if (waitingForPong) {
			return isOver(lastRead, options.pongTimeout(), now) ? Action.CUT : Action.NOTHING;
		}
		if (isOver(lastMessage, options.idleTimeout(), now)) {
			return Action.CLOSE_IDLE;
		}
		return isOver(lastRead, options.pingInterval(), now) ? Action.PING : Action.NOTHING;
	}

	/**
	 * Returns whether a connection has reached its age.
	 * @param age the age
	 * @param openedAt when it was opened
	 * @param number its number, which no other connection has
	 * @param now the time of this sweep
	 * @return whether it is to end
	 */
	static boolean isOld(AgeOptions age, int openedAt, long number, long now) {
		return !age.max().isZero() && age(openedAt, now) >= age.nanosFor(number);
	}

	/**
	 * Says how long ago what happened.
	 * @param openedAt when the connection was opened
	 * @param lastMessage when a data message was received or sent
	 * @param lastRead when bytes arrived, or the last Ping went out
	 * @param now the time
	 * @return the times
	 */
	static ConnectionActivity activity(int openedAt, long lastMessage, long lastRead, long now) {
		return new ConnectionActivity(Duration.ofNanos(age(openedAt, now)), since(lastMessage, now),
				since(lastRead, now));
	}

	/**
	 * Returns a time in units of 67 milliseconds, which are exact enough for an age and
	 * make half of a long.
	 * @param now the time of opening
	 * @return the time to keep, rounded up, so that nothing looks older than it is
	 */
	static int openedAt(long now) {
		return unit(now) + 1;
	}

	// Right for nine years, then the units have gone round.
	private static long age(int openedAt, long now) {
		int units = unit(now) - openedAt;
		return (units == -1) ? 0 : Integer.toUnsignedLong(units) << AGE_UNIT_BITS;
	}

	private static int unit(long time) {
		return (int) (time >> AGE_UNIT_BITS);
	}

	private static Duration since(long then, long now) {
		return Duration.ofNanos(Math.max(0, now - then));
	}

	static byte[] ping() {
		return ByteBuffer.allocate(Integer.BYTES).putInt(PAYLOAD).array();
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
