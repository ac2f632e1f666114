package io.aerosocket.internal.connection;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * The last message with a conflation key, in the place in the queue of the first one that
 * waited. Safe for any thread.
 */
final class Latest {

	private final Object key;

	private final AtomicReference<@Nullable Outgoing> message;

	Latest(Object key, Outgoing message) {
		this.key = key;
		this.message = new AtomicReference<>(message);
	}

	Object key() {
		return this.key;
	}

	/**
	 * Returns the message.
	 * @return the message, or {@code null} once it was taken out
	 */
	@Nullable Outgoing message() {
		return this.message.get();
	}

	boolean replace(Outgoing before, Outgoing after) {
		return this.message.compareAndSet(before, after);
	}

	/**
	 * Takes the message out; none is put in after that.
	 * @return the message
	 */
	@Nullable Outgoing take() {
		return this.message.getAndSet(null);
	}

}
