package io.aerosocket.telemetry;

import java.util.Map;

/**
 * An engine's counters at one moment. Totals since the start, except where it says "now".
 *
 * @param openConnections connections now
 * @param totalConnections connections that were opened
 * @param handshaking sockets now that have not finished their handshake
 * @param messagesReceived data messages received whole
 * @param messagesSent data messages accepted for sending and not given up
 * @param bytesReceived payload bytes of the data messages received
 * @param bytesSent payload bytes of the data messages accepted for sending
 * @param queuedBytes bytes now that wait to be written
 * @param pausedReads connections now whose reading is paused, because their handler lags
 * or they send more than their rate allows
 * @param refusals handshakes refused
 * @param drops messages given up
 * @param closes connections ended, by close code
 * @param handlerErrors errors that handlers left to the failure policy
 * @param blockedLoops times that an event loop was blocked for longer than allowed
 * @param compression what compression made of payloads
 * @param flow what limits did to the flow of messages
 * @param admission what limits did to those who connect
 * @param connects what became of a client's attempts to connect
 */
public record EngineSnapshot(long openConnections, long totalConnections, long handshaking, long messagesReceived,
		long messagesSent, long bytesReceived, long bytesSent, long queuedBytes, long pausedReads,
		Map<RefusalReason, Long> refusals, Map<DropReason, Long> drops, Map<Integer, Long> closes, long handlerErrors,
		long blockedLoops, CompressionTotals compression, FlowTotals flow, AdmissionTotals admission,
		ConnectTotals connects) {

}
