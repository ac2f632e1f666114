package io.aerosocket.telemetry;

import java.util.Map;

import io.aerosocket.RateLimitPolicy;

/**
 * What limits did to the flow of messages. Totals since the start, except where it says
 * "now".
 *
 * @param rateLimited how often a rate was exceeded, by whose rate it was and what was
 * done: connections closed, messages dropped, or reading paused
 * @param queuesShed queues that were given up, because all together were too large
 * @param deadLetters messages that were given up, by what a dead letter sink made of them
 * @param memoryUsed bytes now that wait to be written to all peers
 * @param memoryMax the most that may, in bytes
 * @param unfinishedShed connections that were closed for messages that were unfinished or
 * waited for their handlers, because all together were too large
 * @param unfinishedUsed bytes now that are kept of such messages
 * @param unfinishedMax the most that may, in bytes
 */
public record FlowTotals(Map<RateLimitScope, Map<RateLimitPolicy, Long>> rateLimited, long queuesShed,
		Map<DeadLetterOutcome, Long> deadLetters, long memoryUsed, long memoryMax, long unfinishedShed,
		long unfinishedUsed, long unfinishedMax) {

	/**
	 * Returns how often a rate was exceeded.
	 * @param scope whose rate
	 * @param policy what was done
	 * @return the number
	 */
	public long rateLimited(RateLimitScope scope, RateLimitPolicy policy) {
		return this.rateLimited.getOrDefault(scope, Map.of()).getOrDefault(policy, 0L);
	}

}
