package io.aerosocket;

import java.nio.ByteBuffer;

/**
 * The next bytes of a message that is received as it arrives, by a
 * {@link FragmentHandler}. Where it is cut is where the network cut it: not where the
 * peer's fragments end (a frame of any size comes in pieces no larger than what was read
 * at once), and in a text not between two characters.
 */
public interface Fragment {

	/**
	 * Returns whether it belongs to a text.
	 * @return {@code false} for a binary message
	 */
	boolean isText();

	/**
	 * Returns whether a message begins with it.
	 * @return whether it is the first of its message
	 */
	boolean isFirst();

	/**
	 * Returns whether a message ends with it. Such a fragment may be empty, no other is.
	 * @return whether it is the last of its message
	 */
	boolean isLast();

	/**
	 * Returns how many bytes it has.
	 * @return bytes
	 */
	int size();

	/**
	 * Returns the bytes, without a copy.
	 * @return a read-only view, valid until the handler's call and its stage complete
	 */
	ByteBuffer payload();

	/**
	 * Copies the bytes.
	 * @return the bytes
	 */
	byte[] toByteArray();

}
