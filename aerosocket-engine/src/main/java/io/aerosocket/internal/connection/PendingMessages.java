package io.aerosocket.internal.connection;

import java.util.ArrayDeque;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

import io.aerosocket.internal.message.ReceivedMessage;

/**
 * What waits behind a call on the event loop. Only there while something does, since most
 * connections are idle. Confined to that event loop.
 */
final class PendingMessages {

	private final Queue<ReceivedMessage> messages = new ArrayDeque<>();

	private long bytes;

	/**
	 * Adds a message.
	 * @param message the message, which owns its bytes
	 */
	void add(ReceivedMessage message) {
		this.messages.add(message);
		this.bytes += message.size();
	}

	/**
	 * Returns the message that came first.
	 * @return the message, which goes on waiting, or {@code null} if there is none
	 */
	@Nullable ReceivedMessage peek() {
		return this.messages.peek();
	}

	/**
	 * Takes the message that came first.
	 * @return the message
	 */
	ReceivedMessage remove() {
		ReceivedMessage message = this.messages.remove();
		this.bytes -= message.size();
		return message;
	}

	boolean isEmpty() {
		return this.messages.isEmpty();
	}

	int count() {
		return this.messages.size();
	}

	/**
	 * Returns the size of all messages.
	 * @return bytes
	 */
	long bytes() {
		return this.bytes;
	}

}
