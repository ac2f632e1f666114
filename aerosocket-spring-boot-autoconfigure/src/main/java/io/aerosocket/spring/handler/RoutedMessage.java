package io.aerosocket.spring.handler;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Message;
import io.aerosocket.codec.RoutedPayload;

/**
 * A message whose route is known.
 */
sealed interface RoutedMessage {

	/**
	 * Returns the message as it was received.
	 * @return the message
	 */
	Message original();

	/**
	 * Returns what it says of itself.
	 * @return route, id and payload
	 */
	RoutedPayload routed();

	/**
	 * Returns a routed message.
	 * @param original the message as it was received
	 * @param routed what it says of itself
	 * @return the message
	 */
	static RoutedMessage of(Message original, RoutedPayload routed) {
		return (original instanceof Message.Text text) ? new OfText(text, routed)
				: new OfBinary((Message.Binary) original, routed);
	}

	/**
	 * Returns a message in whose place something is answered that has none.
	 * @param route the route of the answer, or {@code null} if its type tells
	 * @param id the id of the answer, or {@code null}
	 * @return an empty message
	 */
	static Message absent(@Nullable String route, @Nullable Object id) {
		Message.Text empty = Message.text("");
		return new OfText(empty, new RoutedPayload(route, id, empty));
	}

	/**
	 * A text.
	 *
	 * @param original the message as it was received
	 * @param routed what it says of itself
	 */
	record OfText(Message.Text original, RoutedPayload routed) implements RoutedMessage, Message.Text {

		@Override
		public String text() {
			return this.original.text();
		}

		@Override
		public int size() {
			return this.original.size();
		}

		@Override
		public ByteBuffer payload() {
			return this.original.payload();
		}

		@Override
		public byte[] toByteArray() {
			return this.original.toByteArray();
		}

		@Override
		public Message.Text copy() {
			return this.original.copy();
		}

	}

	/**
	 * Binary data.
	 *
	 * @param original the message as it was received
	 * @param routed what it says of itself
	 */
	record OfBinary(Message.Binary original, RoutedPayload routed) implements RoutedMessage, Message.Binary {

		@Override
		public int size() {
			return this.original.size();
		}

		@Override
		public ByteBuffer payload() {
			return this.original.payload();
		}

		@Override
		public byte[] toByteArray() {
			return this.original.toByteArray();
		}

		@Override
		public Message.Binary copy() {
			return this.original.copy();
		}

	}

}
