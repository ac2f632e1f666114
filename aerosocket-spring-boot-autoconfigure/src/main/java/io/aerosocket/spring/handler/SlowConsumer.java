package io.aerosocket.spring.handler;

import org.jspecify.annotations.Nullable;

import io.aerosocket.SlowConsumerPolicy;

/**
 * What happens to a handler's peer that reads more slowly than it is sent to, once its
 * queue is full.
 */
public enum SlowConsumer {

	/** As the server says. */
	DEFAULT(null),

	/** Close the connection. */
	CLOSE(SlowConsumerPolicy.CLOSE),

	/** Give up the oldest waiting messages. */
	DROP_OLDEST(SlowConsumerPolicy.DROP_OLDEST),

	/** Give up the new message. */
	DROP_NEWEST(SlowConsumerPolicy.DROP_NEWEST),

	/** Keep the last message of each conflation key. */
	CONFLATE(SlowConsumerPolicy.CONFLATE),

	/** Have the sender wait, but never on an event loop. */
	BLOCK(SlowConsumerPolicy.BLOCK);

	private final @Nullable SlowConsumerPolicy policy;

	SlowConsumer(@Nullable SlowConsumerPolicy policy) {
		this.policy = policy;
	}

	/**
	 * Returns the engine's policy.
	 * @return the policy, or {@code null} for the server's
	 */
	public @Nullable SlowConsumerPolicy policy() {
		return this.policy;
	}

}
