package io.aerosocket.internal.connection;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;
import io.aerosocket.ProtocolViolationException;
import io.aerosocket.RateLimitOptions;
import io.aerosocket.RateLimitPolicy;
import io.aerosocket.telemetry.DropReason;
import io.aerosocket.telemetry.RateLimitScope;

/**
 * Keeps one peer to the rates that it may send at, its own and that of all together.
 * There only while one of them is limited. On the event loop only.
 */
final class InboundRates {

	/**
	 * What a small frame of a client has besides its payload. A control frame counts with
	 * it, and a message as no less, or one without a payload would cost nothing.
	 */
	private static final int HEADER = 6;

	private final WebSocketConnection connection;

	private final TokenBucket data;

	/**
	 * Pings and Pongs have the same rate again for themselves: a busy connection is not
	 * to lose its heartbeats, and a flood of them is bounded.
	 */
	private final TokenBucket control;

	private boolean droppingMessage;

	private boolean delaying;

	private InboundRates(WebSocketConnection connection) {
		this.connection = connection;
		this.data = new TokenBucket(connection.group().now());
		this.control = new TokenBucket(connection.group().now());
	}

	/**
	 * Returns what a connection needs at this moment.
	 * @param connection the connection
	 * @param known what it has
	 * @return its rates, or {@code null} if none is limited
	 */
	static @Nullable InboundRates of(WebSocketConnection connection, @Nullable InboundRates known) {
		boolean limited = !own(connection).isOff() || !total(connection).limit().isOff();
		if (limited) {
			return (known != null) ? known : new InboundRates(connection);
		}
		// What waits has to be told to go on first.
		return (known != null && known.delaying) ? known : null;
	}

	/**
	 * Counts a message and says whether to hand it on.
	 * @param bytes the size of its payload
	 * @return {@code false} if it is dropped
	 * @throws ProtocolViolationException if the connection is to be closed
	 */
	boolean admitsMessage(int bytes) {
		return admits(true, bytes);
	}

	/**
	 * Counts a piece of a message and says whether to hand it on. A message is dropped
	 * whole or not at all: when the rate ends in the middle of it, the rest has to wait.
	 * @param first whether the message begins with it
	 * @param last whether the message ends with it
	 * @param bytes its size
	 * @return {@code false} if it is dropped
	 * @throws ProtocolViolationException if the connection is to be closed
	 */
	boolean admitsPiece(boolean first, boolean last, int bytes) {
		boolean drops = first ? !admits(true, bytes) : this.droppingMessage;
		if (!first && !drops) {
			admits(false, bytes);
		}
		this.droppingMessage = drops && !last;
		return !drops;
	}

	/**
	 * Counts a Ping or a Pong and says whether to hand it on.
	 * @param bytes the size of its payload
	 * @return {@code false} if it is dropped
	 * @throws ProtocolViolationException if the connection is to be closed
	 */
	boolean admitsControl(int bytes) {
		RateLimitOptions own = own(this.connection);
		long now = this.connection.group().now();
		boolean spent = this.control.isSpent(own, now);
		if (spent && policy(own) != RateLimitPolicy.DELAY) {
			return refuse(RateLimitScope.CONNECTION, own, bytes);
		}
		this.control.take(own, now, 1, HEADER + bytes);
		if (spent) {
			delay(RateLimitScope.CONNECTION, own);
		}
		return true;
	}

	/**
	 * Has the connection wait before it is read if all together have used up their rate.
	 * Otherwise each that comes would take a message on credit, and many that come and go
	 * would leave a debt that everybody else has to wait for.
	 * @return whether it waits
	 */
	boolean waitsForOthers() {
		RateLimitOptions common = total(this.connection).limit();
		if (!this.delaying && common.policy() == RateLimitPolicy.DELAY
				&& total(this.connection).isSpent(common, this.connection.group().now())) {
			delay(RateLimitScope.TOTAL, common);
		}
		return isDelaying();
	}

	/**
	 * Returns whether the connection has to wait before it is read on.
	 * @return whether its rate was exceeded and it is still open
	 */
	boolean isDelaying() {
		return this.delaying && this.connection.isOpen();
	}

	/**
	 * Looks whether it has waited for long enough.
	 * @param now the time
	 * @return whether to go on
	 */
	boolean endDelay(long now) {
		this.delaying = isDelaying() && (waitsForOwn(now) || waitsForTotal(now));
		return !this.delaying;
	}

	private boolean waitsForOwn(long now) {
		RateLimitOptions own = own(this.connection);
		return (own.policy() != RateLimitPolicy.DELAY) ? this.data.isSpentOfBytes(own, now)
				: this.data.isSpent(own, now) || this.control.isSpent(own, now);
	}

	private boolean waitsForTotal(long now) {
		TotalRates total = total(this.connection);
		RateLimitOptions common = total.limit();
		return switch (common.policy()) {
			case CLOSE -> false;
			case DROP -> total.isSpentOfBytes(common, now);
			case DELAY -> total.isSpent(common, now);
		};
	}

	private boolean admits(boolean begins, int bytes) {
		RateLimitOptions own = own(this.connection);
		TotalRates total = total(this.connection);
		RateLimitOptions common = total.limit();
		long now = this.connection.group().now();
		boolean ownSpent = begins ? this.data.isSpent(own, now) : this.data.isSpentOfBytes(own, now);
		if (ownSpent && isRefused(own, begins)) {
			return refuse(RateLimitScope.CONNECTION, own, bytes);
		}
		boolean commonSpent = begins ? total.isSpent(common, now) : total.isSpentOfBytes(common, now);
		if (commonSpent && isRefused(common, begins)) {
			return refuse(RateLimitScope.TOTAL, common, bytes);
		}
		int messages = begins ? 1 : 0;
		int cost = begins ? Math.max(bytes, HEADER) : bytes;
		this.data.take(own, now, messages, cost);
		total.take(common, now, messages, cost);
		if (ownSpent) {
			delay(RateLimitScope.CONNECTION, own);
		}
		else if (commonSpent) {
			delay(RateLimitScope.TOTAL, common);
		}
		return true;
	}

	private boolean isRefused(RateLimitOptions limit, boolean begins) {
		RateLimitPolicy policy = policy(limit);
		return policy == RateLimitPolicy.CLOSE || (policy == RateLimitPolicy.DROP && begins);
	}

	// Who hung up cannot be made to wait, and must not get round the rate by it.
	private RateLimitPolicy policy(RateLimitOptions limit) {
		boolean dropped = limit.policy() == RateLimitPolicy.DELAY && this.connection.reader().isHungUp();
		return dropped ? RateLimitPolicy.DROP : limit.policy();
	}

	private boolean refuse(RateLimitScope scope, RateLimitOptions limit, int bytes) {
		exceeded(scope, limit, policy(limit));
		if (limit.policy() == RateLimitPolicy.CLOSE) {
			throw (scope == RateLimitScope.CONNECTION)
					? new ProtocolViolationException(CloseCode.POLICY_VIOLATION, "more than " + describe(limit))
					: new ProtocolViolationException(CloseCode.TRY_AGAIN_LATER, "more messages than the server takes");
		}
		Endpoint endpoint = this.connection.endpoint();
		endpoint.counters().dropped(DropReason.RATE_LIMITED, 1);
		endpoint.listeners().dropped(this.connection, DropReason.RATE_LIMITED, 1, bytes);
		return false;
	}

	private void delay(RateLimitScope scope, RateLimitOptions limit) {
		if (!this.delaying && this.connection.reader().delay()) {
			this.delaying = true;
			exceeded(scope, limit, RateLimitPolicy.DELAY);
			this.connection.group().delayed().add(this.connection);
		}
	}

	private void exceeded(RateLimitScope scope, RateLimitOptions limit, RateLimitPolicy policy) {
		Endpoint endpoint = this.connection.endpoint();
		endpoint.counters().flow().rateLimited(scope, policy);
		if (!endpoint.listeners().isEmpty()) {
			endpoint.listeners().rateLimited(this.connection, scope, policy);
		}
		this.connection.group().registry().log().rateLimited(this.connection, scope, limit, policy);
	}

	/**
	 * Describes a rate.
	 * @param limit the rate
	 * @return a phrase for a log or a peer
	 */
	static String describe(RateLimitOptions limit) {
		String messages = limit.messagesPerSecond() + " messages";
		String bytes = limit.bytesPerSecond() + " bytes";
		if (limit.bytesPerSecond() == 0) {
			return messages + " a second";
		}
		return ((limit.messagesPerSecond() == 0) ? bytes : messages + " or " + bytes) + " a second";
	}

	private static RateLimitOptions own(WebSocketConnection connection) {
		return connection.endpoint().options().rateLimit();
	}

	private static TotalRates total(WebSocketConnection connection) {
		return connection.group().registry().totalRates();
	}

}
