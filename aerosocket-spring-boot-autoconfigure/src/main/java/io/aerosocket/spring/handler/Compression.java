package io.aerosocket.spring.handler;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CompressionMode;

/**
 * Whether a handler's messages are compressed, with peers that can do so.
 */
public enum Compression {

	/** As the server says. */
	DEFAULT(null),

	/** Not at all. */
	OFF(CompressionMode.OFF),

	/** Each message by itself: an idle connection keeps nothing for it. */
	SHARED(CompressionMode.SHARED),

	/** With a context for each connection, which takes memory. */
	DEDICATED(CompressionMode.DEDICATED);

	private final @Nullable CompressionMode mode;

	Compression(@Nullable CompressionMode mode) {
		this.mode = mode;
	}

	/**
	 * Returns the engine's mode.
	 * @return the mode, or {@code null} for the server's
	 */
	public @Nullable CompressionMode mode() {
		return this.mode;
	}

}
