package io.aerosocket.codec;

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

}
