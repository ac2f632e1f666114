package io.aerosocket.spring.boot.test.client;

import java.io.IOException;
import java.time.Duration;

/**
 * The way to a server. Safe for any thread.
 */
public interface WireFactory {

	/**
	 * Connects, encrypted if the server wants it so.
	 * @param timeout how long to wait
	 * @param receiveBuffer bytes that may be on their way to a client that does not read;
	 * 0 for what is usual
	 * @return a new wire that was not started
	 * @throws IOException if the server cannot be reached
	 */
	Wire connect(Duration timeout, int receiveBuffer) throws IOException;

	/**
	 * Returns what stands in the {@code Host} field of a request.
	 * @return such as {@code localhost:8090}
	 */
	String authority();

	/**
	 * Returns whether the wire is encrypted.
	 * @return {@code true} for {@code wss}
	 */
	boolean isSecure();

}
