package io.aerosocket.spring.observation;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.Message;

/**
 * Strategy that reads headers, such as {@code traceparent}, from messages whose format
 * has a place for them: a member of an envelope, for example. A bean of this type makes
 * what they name the parents of the messages' spans. Called on the thread that handles
 * the message, for observed messages only; what it throws the handling fails with.
 */
public interface MessageHeadersExtractor {

	/**
	 * Says whether a message carries headers.
	 * @param connection the connection it came from
	 * @param message the message
	 * @return {@code true} to be asked for them
	 */
	boolean hasHeaders(Connection connection, Message message);

	/**
	 * Reads a header.
	 * @param connection the connection that the message came from
	 * @param message the message
	 * @param name the header's name, in lower case, such as {@code traceparent}
	 * @return its value, or {@code null} if the message has none of that name
	 */
	@Nullable String header(Connection connection, Message message, String name);

}
