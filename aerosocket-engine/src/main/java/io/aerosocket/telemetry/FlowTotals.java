package io.aerosocket.telemetry;

import java.util.Map;

import io.aerosocket.RateLimitPolicy;

/**
 * What limits did to the flow of messages. Totals since the start.
 *
 * @param rateLimited how often a rate was exceeded, by whose rate it was and what was
 * done: connections closed, messages dropped, or reading paused
 */
public record FlowTotals(Map<RateLimitScope, Map<RateLimitPolicy, Long>> rateLimited) {

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
