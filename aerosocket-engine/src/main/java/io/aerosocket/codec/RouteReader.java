package io.aerosocket.codec;

import java.util.function.Predicate;

import io.aerosocket.Message;

/**
 * Finds out what a message is before its payload is read. Safe for any thread.
 */
@FunctionalInterface
public interface RouteReader {

	/**
	 * Reads a message's route.
	 * @param message the message
	 * @return what it says of itself, as short-lived as the message
	 * @throws DecodingException if that cannot be read
	 */
	RoutedPayload read(Message message);

	/**
	 * Reads a message's route, and leaves to a decoder of the same codec what that is
	 * going to read anyway. By default, nothing.
	 * @param message the message
	 * @param decoded says of a route whether the payload is going to be decoded, on this
	 * thread and before anything else is done: what is wrong with the rest of the message
	 * is then found by the decoder
	 * @return what it says of itself, as short-lived as the message; without an id if the
	 * format has no member for the payload, since no reply needs one
	 * @throws DecodingException if that cannot be read
	 */
	default RoutedPayload read(Message message, Predicate<String> decoded) {
		return read(message);
	}

}
