package io.aerosocket.extension;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * What an {@link Extension} does on one connection: it changes the payloads of whole text
 * and binary messages. A message that it changed has its {@link Extension#bit() bit} set
 * in the first frame; control frames never reach it.
 * <p>
 * All calls come on the connection's event loop, so they must not block, and one after
 * the other. Messages that are received and messages that are sent are two separate
 * conversations that may alternate at any point.
 */
public interface ExtensionSession extends AutoCloseable {

	/**
	 * Takes the next piece of a received message that has this extension's bit set, and
	 * gives what becomes of it to the sink, at once or with a later piece. Pieces are cut
	 * where the network cut them, which means nothing.
	 * @param piece the bytes between position and limit, possibly none; lent for the call
	 * only
	 * @param last whether the message ends with this piece; all of it has been given to
	 * the sink when the call returns
	 * @param out takes the payload as it was before the peer changed it, and throws when
	 * that becomes larger than this connection accepts: a session that can make much out
	 * of little gives it away in small pieces and keeps none
	 * @throws io.aerosocket.ProtocolViolationException if the payload cannot be what the
	 * peer's half of this extension makes; the connection is failed with its code
	 */
	void inbound(ByteBuffer piece, boolean last, PayloadSink out);

	/**
	 * Changes a message that is about to be sent. Messages come in the order in which
	 * they go out, and each one that is changed does go out.
	 * @param message the payload between position and limit, which the call may move;
	 * lent for the call only
	 * @param text whether it is a text
	 * @param out takes the payload that travels instead
	 * @return {@code false} to send the message as it was, without the bit; what the sink
	 * took is then thrown away
	 */
	boolean outbound(ByteBuffer message, boolean text, PayloadSink out);

	/**
	 * Names what becomes of sent messages, if it depends on nothing but the message. Of a
	 * message that goes to many connections whose sessions have equal variants,
	 * {@link #outbound} is then asked for one of them only.
	 * @return a value with {@code equals}, or {@code null} if what was sent before
	 * matters
	 */
	default @Nullable Object variant() {
		return null;
	}

	/**
	 * The connection has ended, in whatever way. Called once, perhaps in the middle of a
	 * received message.
	 */
	@Override
	void close();

}
