package io.aerosocket.internal.transport;

import java.io.IOException;

import io.netty.channel.Channel;
import io.netty.handler.codec.DecoderException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.telemetry.LogGate;

/**
 * What is logged of handshakes that went wrong. A peer may be able to have that happen
 * again and again, so that each kind is one line in a while.
 */
final class HandshakeLog {

	private static final Logger logger = LoggerFactory.getLogger(Http1Transport.class);

	/** For the process, as is the memory that runs out. */
	private static final LogGate outOfMemory = new LogGate();

	private static final LogGate failures = new LogGate();

	private HandshakeLog() {
	}

	/**
	 * A channel was lost before its handshake ended.
	 * @param channel the channel
	 * @param cause why
	 */
	static void lost(Channel channel, Throwable cause) {
		if (cause instanceof IOException || cause instanceof DecoderException || cause instanceof ProxyHeaderException
				|| cause instanceof HandshakeMemoryException) {
			logger.debug("{} was lost before its handshake ended: {}", channel, cause.toString());
		}
		else if (!(cause instanceof OutOfMemoryError)) {
			failed(channel, "failed before its handshake ended", cause);
		}
		else if (outOfMemory.opens()) {
			logger.warn(
					"{} was cut before its handshake ended, because memory ran out: {}. Raise "
							+ "-XX:MaxDirectMemorySize, or lower aerosocket.server.connection.max, "
							+ "inbound.memory-budget or outbound.memory-budget. {} more since the last such line.",
					channel, cause.getMessage(), outOfMemory.leftOut());
		}
	}

	/**
	 * Something of ours, or of an extension, failed.
	 * @param channel the channel
	 * @param what what it did
	 * @param cause why
	 */
	static void failed(Channel channel, String what, Throwable cause) {
		if (failures.opens()) {
			logger.error("{} {}; {} more since the last such line", channel, what, failures.leftOut(), cause);
		}
	}

}
