package io.aerosocket.conformance;

import java.time.Duration;

import io.aerosocket.CompressionMode;
import io.aerosocket.CompressionOptions;
import io.aerosocket.ConnectionOptions;

/**
 * The limits of the endpoints under test, for the conversations that meet them.
 */
final class Limits {

	static final int MAX_FRAGMENTS = 20_000;

	static final int MAX_MESSAGE = 16 << 20;

	private Limits() {
	}

	static void set(ConnectionOptions.Builder connection) {
		connection.maxMessageSize(MAX_MESSAGE)
			.maxFragments(MAX_FRAGMENTS)
			.maxQueuedBytes(64 << 20)
			.maxPendingBytes(64 << 20)
			.pingInterval(Duration.ZERO)
			.closeTimeout(Duration.ofSeconds(2));
	}

	/**
	 * Compresses everything, however small and however well it can be done.
	 * @param connection the options
	 */
	static void deflate(ConnectionOptions.Builder connection) {
		connection.compression(CompressionOptions.of(CompressionMode.DEDICATED).withMinSize(0).withMaxRatio(1100));
	}

}
