package io.aerosocket.telemetry;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import io.aerosocket.RateLimitPolicy;

/**
 * Counts what limits do to the flow of messages. Safe for any thread.
 */
public final class FlowCounters {

	private final Map<RateLimitScope, Map<RateLimitPolicy, LongAdder>> rateLimited = new EnumMap<>(
			RateLimitScope.class);

	private final LongAdder queuesShed = new LongAdder();

	private final LongAdder unfinishedShed = new LongAdder();

	private volatile LongSupplier unfinishedUsed = () -> 0;

	private volatile LongSupplier unfinishedMax = () -> 0;

	private volatile LongSupplier memoryUsed = () -> 0;

	private volatile LongSupplier memoryMax = () -> 0;

	private final Map<DeadLetterOutcome, LongAdder> deadLetters = new EnumMap<>(DeadLetterOutcome.class);

	FlowCounters() {
		for (DeadLetterOutcome outcome : DeadLetterOutcome.values()) {
			this.deadLetters.put(outcome, new LongAdder());
		}
		for (RateLimitScope scope : RateLimitScope.values()) {
			Map<RateLimitPolicy, LongAdder> policies = new EnumMap<>(RateLimitPolicy.class);
			for (RateLimitPolicy policy : RateLimitPolicy.values()) {
				policies.put(policy, new LongAdder());
			}
			this.rateLimited.put(scope, policies);
		}
	}

	/**
	 * Counts that a rate was exceeded.
	 * @param scope whose rate it was
	 * @param policy what was done
	 */
	public void rateLimited(RateLimitScope scope, RateLimitPolicy policy) {
		Map<RateLimitPolicy, LongAdder> policies = this.rateLimited.get(scope);
		LongAdder adder = (policies != null) ? policies.get(policy) : null;
		if (adder != null) {
			adder.increment();
		}
	}

	/**
	 * Counts a queue that was given up for the others.
	 */
	public void shed() {
		this.queuesShed.increment();
	}

	/**
	 * Counts an unfinished message that was given up for the others, with its connection.
	 */
	public void unfinishedShed() {
		this.unfinishedShed.increment();
	}

	/**
	 * Counts a message that was given up and is for a sink.
	 * @param outcome what became of it
	 */
	public void deadLetter(DeadLetterOutcome outcome) {
		LongAdder adder = this.deadLetters.get(outcome);
		if (adder != null) {
			adder.increment();
		}
	}

	/**
	 * Says where to read what waits to be written.
	 * @param used bytes now
	 * @param max bytes at most
	 */
	public void memory(LongSupplier used, LongSupplier max) {
		this.memoryUsed = used;
		this.memoryMax = max;
	}

	/**
	 * Says where to read what is kept of unfinished messages.
	 * @param used bytes now
	 * @param max bytes at most
	 */
	public void unfinishedMemory(LongSupplier used, LongSupplier max) {
		this.unfinishedUsed = used;
		this.unfinishedMax = max;
	}

	FlowTotals totals() {
		Map<RateLimitScope, Map<RateLimitPolicy, Long>> scopes = new EnumMap<>(RateLimitScope.class);
		this.rateLimited.forEach((scope, adders) -> {
			Map<RateLimitPolicy, Long> policies = new EnumMap<>(RateLimitPolicy.class);
			adders.forEach((policy, adder) -> policies.put(policy, adder.sum()));
			scopes.put(scope, policies);
		});
		Map<DeadLetterOutcome, Long> letters = new EnumMap<>(DeadLetterOutcome.class);
		this.deadLetters.forEach((outcome, adder) -> letters.put(outcome, adder.sum()));
		return new FlowTotals(scopes, this.queuesShed.sum(), letters, this.memoryUsed.getAsLong(),
				this.memoryMax.getAsLong(), this.unfinishedShed.sum(), this.unfinishedUsed.getAsLong(),
				this.unfinishedMax.getAsLong());
	}

}
