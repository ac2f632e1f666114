package io.aerosocket.internal.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import org.jspecify.annotations.Nullable;

import io.aerosocket.Handshake;
import io.aerosocket.HandshakeDecision;
import io.aerosocket.internal.handshake.OpeningHandshake;
import io.aerosocket.internal.handshake.RequestHead;
import io.aerosocket.telemetry.RefusalReason;

/**
 * A request that wants an answer, whatever HTTP version it came by. Confined to its event
 * loop. Answered once; what comes later has no effect.
 */
public interface UpgradeRequest {

	/**
	 * Returns the request.
	 * @return its head
	 */
	RequestHead head();

	/**
	 * Returns who asks.
	 * @return the peer
	 */
	OpeningHandshake.Peer peer();

	/**
	 * The request is a valid handshake, to be told of however it ends.
	 * @param handshake the handshake
	 */
	void recognized(Handshake handshake);

	/**
	 * Answers with an error and closes.
	 * @param refusal the answer
	 * @param reason for the statistics
	 */
	void refuse(HandshakeDecision.Refuse refusal, RefusalReason reason);

	/**
	 * Answers with a text and closes.
	 * @param status the HTTP status
	 * @param message the text
	 */
	void answer(int status, String message);

	/**
	 * Makes the request a WebSocket: answers, puts a handler in this transport's place in
	 * the pipeline, and hands it what the client sent early.
	 * @param handshake the handshake that was accepted
	 * @param subprotocol what was agreed on, or {@code null}
	 * @param extensions which extensions were agreed on, or {@code null}
	 * @param webSocket the handler
	 * @param opening what it becomes, in two steps, before the handler sees the first
	 * byte
	 */
	void accept(OpeningHandshake handshake, @Nullable String subprotocol, @Nullable String extensions,
			ChannelInboundHandler webSocket, Opening opening);

	/**
	 * Has something done when nothing is left of the request, nor of the WebSocket that
	 * it became.
	 * @param action called once, on the event loop
	 */
	void whenEnded(Runnable action);

	/**
	 * Returns whether the answer was given, or nobody waits for it any more.
	 * @return whether it is too late
	 */
	boolean isDone();

	/**
	 * Runs an action on the request's event loop. Safe for any thread.
	 * @param action the action
	 */
	void execute(Runnable action);

	/**
	 * What a request becomes. The handshake is told to be accepted between the two steps,
	 * so that each has one outcome.
	 */
	interface Opening {

		/**
		 * Does what may fail. Then the request is refused after all, and the handler
		 * leaves the pipeline without having heard of anything.
		 * @param context the handler's context
		 */
		void prepare(ChannelHandlerContext context);

		/**
		 * Begins.
		 */
		void open();

	}

}
