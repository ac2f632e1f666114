package io.aerosocket.internal.transport;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

import io.aerosocket.Handshake;
import io.aerosocket.HandshakeException;
import io.aerosocket.internal.handshake.OpeningHandshake;
import io.aerosocket.internal.handshake.RequestHead;
import io.aerosocket.telemetry.HandshakeOutcome;
import io.aerosocket.telemetry.HandshakeRefusal;

/**
 * Decides on requests. Called on event loops.
 */
public interface RequestHandler {

	/**
	 * A socket was accepted, and nothing is known of it but its address.
	 * @param channel the socket
	 * @return {@code false} if it has to be cut without an answer
	 */
	default boolean arrived(Channel channel) {
		return true;
	}

	/**
	 * A request has been read, by somebody who may ask for somebody else.
	 * @param head the request
	 * @param direct who connected
	 * @return who asks
	 * @throws HandshakeException with 400 if the request says so in a way that cannot be
	 * understood
	 */
	default OpeningHandshake.Peer identify(RequestHead head, OpeningHandshake.Peer direct) {
		return direct;
	}

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
	 * @param handshake the handshake, if it came so far
	 * @param nanos how long it took since the socket was accepted
	 */
	default void ended(HandshakeOutcome outcome, @Nullable Handshake handshake, long nanos) {
	}

}
