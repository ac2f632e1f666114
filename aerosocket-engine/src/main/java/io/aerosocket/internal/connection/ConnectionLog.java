package io.aerosocket.internal.connection;

import java.io.IOException;

import io.netty.handler.codec.DecoderException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.CloseCode;
import io.aerosocket.ProtocolViolationException;
import io.aerosocket.RateLimitOptions;
import io.aerosocket.RateLimitPolicy;
import io.aerosocket.telemetry.LogGate;
import io.aerosocket.telemetry.RateLimitScope;

/**
 * What peers make us log. A warning that a peer can cause is written once in a while and
 * says how many were left out, so that no peer can fill a disk.
 */
final class ConnectionLog {

	private static final Logger logger = LoggerFactory.getLogger(WebSocketConnection.class);

	private final LogGate tooBig = new LogGate();

	private final LogGate slow = new LogGate();

	private final LogGate memory = new LogGate();

	private final LogGate rate = new LogGate();

	private final LogGate totalRate = new LogGate();

	private final LogGate budget = new LogGate();

	private final LogGate unfinished = new LogGate();

	void violation(WebSocketConnection connection, ProtocolViolationException violation) {
		if (!violation.closeCode().equals(CloseCode.MESSAGE_TOO_BIG)) {
			logger.debug("{} broke the protocol: {}", connection, violation.getMessage());
		}
		else if (this.tooBig.opens()) {
			logger.warn(
					"{} was closed with 1009: {}. If such messages are legitimate, raise {}. "
							+ "{} more since the last such line.",
					connection, violation.getMessage(),
					connection.isMasking() ? "maxMessageSize, maxFrameSize, maxFragments or compression of the client"
							: "aerosocket.server.message.max-size, frame.max-size, message.max-fragments or "
									+ "compression.max-ratio (ConnectionOptions without Spring)",
					this.tooBig.leftOut());
		}
	}

	void slowConsumer(WebSocketConnection connection) {
		if (this.slow.opens()) {
			logger.warn(
					"{} reads too slowly and was closed: {} bytes waited for it. See {}. "
							+ "{} more since the last such line.",
					connection, connection.queuedBytes(),
					connection.isMasking() ? "maxQueuedBytes and slowConsumerPolicy of the client's connections"
							: "aerosocket.server.outbound.max-queued-bytes and slow-consumer-policy "
									+ "(ConnectionOptions without Spring)",
					this.slow.leftOut());
		}
	}

	void rateLimited(WebSocketConnection connection, RateLimitScope scope, RateLimitOptions limit,
			RateLimitPolicy done) {
		String what = switch (done) {
			case CLOSE -> "was closed";
			case DROP -> "lost a message";
			case DELAY -> "has to wait";
		};
		if (scope == RateLimitScope.CONNECTION && this.rate.opens()) {
			logger.warn("{} sends more than {} and {}. See {}. {} more since the last such line.", connection,
					InboundRates.describe(limit), what,
					connection.isMasking() ? "rateLimit of the client's connections"
							: "aerosocket.server.rate-limit.messages-per-second, bytes-per-second and policy "
									+ "(ConnectionOptions.rateLimit without Spring)",
					this.rate.leftOut());
		}
		else if (scope == RateLimitScope.TOTAL && this.totalRate.opens()) {
			logger.warn(
					"All connections together send more than {}, and {} {}. "
							+ "See aerosocket.server.rate-limit.total.messages-per-second, bytes-per-second and "
							+ "policy (SharedLimits.rateLimit without Spring). {} more since the last such line.",
					InboundRates.describe(limit), connection, what, this.totalRate.leftOut());
		}
	}

	void shed(WebSocketConnection connection, long bytes, long used, long max) {
		if (this.budget.opens()) {
			logger.warn(
					"{} bytes waited for slow peers, more than {}, and {} was the largest with {}: they were given up. "
							+ "See aerosocket.server.outbound.memory-budget, max-queued-bytes and "
							+ "slow-consumer-policy (SharedLimits.memoryBudget without Spring). "
							+ "{} more since the last such line.",
					used, max, connection, bytes, this.budget.leftOut());
		}
	}

	void unfinishedShed(WebSocketConnection connection, long bytes, long used, long max) {
		if (this.unfinished.opens()) {
			logger
				.warn("{} bytes were kept of unfinished messages and of those that wait for handlers, of {} that may be, "
						+ "and {} was the largest with {}: it was closed. See aerosocket.server.inbound.memory-budget, "
						+ "message.max-size and inbound.max-pending-bytes "
						+ "(SharedLimits.inboundMemoryBudget without Spring). {} more since the last such line.", used,
						max, connection, bytes, this.unfinished.leftOut());
		}
	}

	void silentPeer(WebSocketConnection connection) {
		logger.debug("{} did not answer a ping and was cut", connection);
	}

	void transportFailure(WebSocketConnection connection, Throwable cause) {
		if (cause instanceof OutOfMemoryError) {
			if (this.memory.opens()) {
				logger.warn(
						"{} was cut, because memory ran out: {}. Raise -XX:MaxDirectMemorySize, or lower "
								+ "aerosocket.server.connection.max, inbound.memory-budget or outbound.memory-budget. "
								+ "{} more since the last such line.",
						connection, cause.getMessage(), this.memory.leftOut());
			}
		}
		else if (cause instanceof IOException || cause instanceof DecoderException) {
			logger.debug("{} was lost: {}", connection, cause.toString());
		}
		else {
			logger.error("{} was cut because of an unexpected error", connection, cause);
		}
	}

}
