package io.aerosocket.internal.transport;

import io.aerosocket.telemetry.HandshakeOutcome;
import io.aerosocket.telemetry.HandshakeRefusal;

/**
 * Decides on requests. Called on event loops.
 */
public interface RequestHandler {

	/**
	 * A request is complete.
	 * @param request the request, to be answered now or later
	 */
	void handle(UpgradeRequest request);

	/**
	 * A socket was turned away.
	 * @param refusal which, and why
	 */
	void refused(HandshakeRefusal refusal);

	/**
	 * A handshake has ended.
	 * @param outcome how
	 * @param nanos how long it took since the socket was accepted
	 */
	void ended(HandshakeOutcome outcome, long nanos);

}
