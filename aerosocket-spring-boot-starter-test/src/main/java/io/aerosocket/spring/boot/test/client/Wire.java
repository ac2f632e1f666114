package io.aerosocket.spring.boot.test.client;

import java.util.concurrent.CompletionStage;

/**
 * A stream of bytes in both directions, as the client sees it: a socket, or memory. Safe
 * for any thread.
 */
public interface Wire {

	/**
	 * Begins to deliver what the server sends. Called once, before anything else.
	 * @param listener hears of it
	 */
	void start(WireListener listener);

	/**
	 * Sends bytes behind those of earlier calls. Never waits.
	 * @param bytes the bytes, not to be changed afterwards
	 * @return completes when the other side or its operating system took them, and
	 * exceptionally when it will not any more
	 */
	CompletionStage<Void> write(byte[] bytes);

	/**
	 * Stops reading: what the server sends stays on its way, until there is no room there
	 * either.
	 */
	void pause();

	/**
	 * Goes on reading.
	 */
	void resume();

	/**
	 * Ends this side in order, behind what was written.
	 */
	void hangUp();

	/**
	 * Ends both sides at once, in a way that the server takes for an error.
	 */
	void reset();

}
