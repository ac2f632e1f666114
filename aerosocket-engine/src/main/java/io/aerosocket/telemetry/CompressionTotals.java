package io.aerosocket.telemetry;

/**
 * What compression, and any other extension, made of payloads. Totals since the start, of
 * the messages that were changed on their way; what travelled as it was is not in them.
 *
 * @param receivedWireBytes payload bytes received, as they travelled
 * @param receivedBytes payload bytes of the same messages as handlers saw them
 * @param sentBytes payload bytes sent, as handlers sent them
 * @param sentWireBytes payload bytes of the same messages as they travelled
 */
public record CompressionTotals(long receivedWireBytes, long receivedBytes, long sentBytes, long sentWireBytes) {

	static final CompressionTotals NONE = new CompressionTotals(0, 0, 0, 0);

	CompressionTotals plus(CompressionTotals more) {
		return new CompressionTotals(this.receivedWireBytes + more.receivedWireBytes,
				this.receivedBytes + more.receivedBytes, this.sentBytes + more.sentBytes,
				this.sentWireBytes + more.sentWireBytes);
	}

}
