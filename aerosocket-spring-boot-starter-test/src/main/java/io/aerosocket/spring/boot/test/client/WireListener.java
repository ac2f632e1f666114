package io.aerosocket.spring.boot.test.client;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * Hears what the server sends. Its methods are called one at a time and must not wait.
 */
public interface WireListener {

	/**
	 * Bytes arrived.
	 * @param bytes the bytes, the listener's own
	 */
	void received(byte[] bytes);

	/**
	 * Nothing more will arrive.
	 * @param error what went wrong, or {@code null} when the server hung up in order
	 */
	void ended(@Nullable IOException error);

}
