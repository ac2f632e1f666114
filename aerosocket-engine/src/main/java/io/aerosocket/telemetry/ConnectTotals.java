package io.aerosocket.telemetry;

import java.util.Map;

/**
 * What became of a client's attempts to connect, since the start. Those that succeeded
 * are {@link EngineSnapshot#totalConnections()}, those under way
 * {@link EngineSnapshot#handshaking()}.
 *
 * @param attempts attempts, redirects being part of one
 * @param failures attempts that failed, by reason
 */
public record ConnectTotals(long attempts, Map<ConnectFailureReason, Long> failures) {

}
