package io.aerosocket.telemetry;

import java.nio.ByteBuffer;

/**
 * A message that was given up.
 */
public interface DeadLetter {

	/**
	 * Returns which connection it was for, or from.
	 * @return the id of the connection
	 */
	String connectionId();

	/**
	 * Returns the path that the connection was opened with.
	 * @return the path, without a query
	 */
	String path();

	/**
	 * Returns the pattern of that path.
	 * @return the pattern, for example {@code /chat/{room}}
	 */
	String pathPattern();

	/**
	 * Returns why it was given up.
	 * @return the reason; {@link DropReason#RATE_LIMITED} and
	 * {@link DropReason#UNHANDLED} are of messages from the peer, all others are of
	 * messages to it
	 */
	DropReason reason();

	/**
	 * Returns whether it is a text.
	 * @return {@code false} for a binary message
	 */
	boolean isText();

	/**
	 * Returns the size of its payload.
	 * @return bytes
	 */
	int size();

	/**
	 * Returns its payload.
	 * @return a read-only view, not to be used after the call that the message came with
	 * @throws IllegalStateException after that call
	 */
	ByteBuffer payload();

	/**
	 * Returns its payload as a copy.
	 * @return the bytes
	 * @throws IllegalStateException after the call that the message came with
	 */
	default byte[] toByteArray() {
		ByteBuffer payload = payload();
		byte[] bytes = new byte[payload.remaining()];
		payload.get(bytes);
		return bytes;
	}

}
