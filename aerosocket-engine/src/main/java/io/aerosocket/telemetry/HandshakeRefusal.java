package io.aerosocket.telemetry;

import java.net.SocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * A handshake that was refused.
 *
 * @param reason why
 * @param status the HTTP status of the answer, or 0 if the socket was cut without one
 * @param path the path that was asked for, without its query, or {@code null} if the
 * request was not read that far
 * @param remoteAddress who asked
 */
public record HandshakeRefusal(RefusalReason reason, int status, @Nullable String path, SocketAddress remoteAddress) {

	/** The status of a socket that was cut without an answer. */
	public static final int NO_ANSWER = 0;

}
