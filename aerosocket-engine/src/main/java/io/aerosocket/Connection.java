package io.aerosocket;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection. All methods may be called from any thread. What one thread
 * sends arrives in the order it sent it, and so does what several threads send one after
 * the other, for example while they hold the same lock.
 * <p>
 * No method here waits for the network, unless the route's policy is
 * {@link SlowConsumerPolicy#BLOCK}. What cannot be written at once is queued, up to
 * {@link ConnectionOptions#maxQueuedBytes()}; a queue that is full meets the route's
 * {@link SlowConsumerPolicy}.
 */
public interface Connection extends Attributed {

	/**
	 * Returns the connection's id, unique in a cluster of servers.
	 * @return letters and digits
	 */
	String id();

	/**
	 * Returns the handshake that opened this connection.
	 * @return the handshake
	 */
	Handshake handshake();

	/**
	 * Returns the peer's address.
	 * @return the address
	 */
	default SocketAddress remoteAddress() {
		return handshake().remoteAddress();
	}

	/**
	 * Returns the value of one of the path's variables.
	 * @param name the variable's name, as in the route's pattern
	 * @return the value, percent-decoded
	 * @throws IllegalArgumentException if the pattern has no such variable
	 */
	default String pathVariable(String name) {
		String value = handshake().pathVariables().get(name);
		if (value == null) {
			throw new IllegalArgumentException(
					"path variable: " + name + " (expected: one of " + handshake().pathPattern() + ")");
		}
		return value;
	}

	/**
	 * Returns the subprotocol that was agreed on.
	 * @return its name, or {@code null} when none was
	 */
	@Nullable String subprotocol();

	/**
	 * Returns how long ago what happened on this connection. For people who look at it;
	 * limits of idle time and age are options.
	 * @return the times
	 */
	ConnectionActivity activity();

	/**
	 * Returns the extensions that were agreed on, such as compression.
	 * @return each with its parameters, as the server's answer has it
	 */
	default List<String> extensions() {
		return List.of();
	}

	/**
	 * Returns values that the application keeps with this connection; with
	 * {@link ConnectionAttribute} they have types.
	 * @return a map that is safe for any thread and accepts no {@code null}
	 */
	@Override
	Map<String, Object> attributes();

	/**
	 * Returns whether messages can be sent.
	 * @return {@code false} as soon as either side began to close
	 */
	boolean isOpen();

	/**
	 * Returns how much waits to be written to the network, for a view of slow peers.
	 * @return bytes, frame headers included
	 */
	long queuedBytes();

	/**
	 * Sends a text message.
	 * @param text the text; an unpaired surrogate travels as a question mark
	 * @return what became of it
	 */
	SendResult sendText(CharSequence text);

	/**
	 * Sends a binary message.
	 * @param data the bytes between position and limit, which do not move; they must not
	 * change before the call returns
	 * @return what became of it
	 */
	SendResult sendBinary(ByteBuffer data);

	/**
	 * Sends a binary message.
	 * @param data the bytes, which must not change before the call returns
	 * @return what became of it
	 */
	default SendResult sendBinary(byte[] data) {
		return sendBinary(ByteBuffer.wrap(data));
	}

	/**
	 * Sends a message: a text or a binary one, a Ping or a Pong, or a Close, which begins
	 * the closing handshake.
	 * @param message the message; one that a handler received may be sent back as it is
	 * @return what became of it
	 * @throws IllegalStateException if it was received and its handler's call has
	 * completed; nothing is sent
	 */
	SendResult send(Message message);

	/**
	 * Sends a message that was encoded beforehand.
	 * @param message the message
	 * @return what became of it
	 */
	SendResult send(PreparedMessage message);

	/**
	 * Sends a message and reports when it has been written to the network.
	 * @param message a text or a binary message
	 * @return a stage that completes when the transport took the last byte, or fails with
	 * {@link ConnectionClosedException} if the message was dropped or the connection
	 * ended before
	 * @throws IllegalStateException if it was received and its handler's call has
	 * completed; nothing is sent
	 */
	CompletionStage<Void> sendAsync(Message message);

	/**
	 * Sends a text message and reports when it has been written to the network.
	 * @param text the text
	 * @return as {@link #sendAsync}
	 */
	default CompletionStage<Void> sendTextAsync(CharSequence text) {
		return sendAsync(Message.text(text));
	}

	/**
	 * Sends a binary message and reports when it has been written to the network.
	 * @param data the bytes, which must not change before the stage completes
	 * @return as {@link #sendAsync}
	 */
	default CompletionStage<Void> sendBinaryAsync(ByteBuffer data) {
		return sendAsync(Message.binary(data));
	}

	/**
	 * Sends a message that is read from its source while it is sent, in fragments, so
	 * that no more than a few of them are in memory. It takes its turn among the messages
	 * that were sent before and after it; those after it wait in the queue until it is
	 * over, and meet the {@link SlowConsumerPolicy} when it is full. Pings, Pongs and the
	 * Close of a failed connection do not wait. Travels uncompressed.
	 * <p>
	 * When the source fails, or the stage is cancelled, the message is given up: before
	 * its first byte without further consequences, and after it, since a message cannot
	 * be taken back, by failing the connection with 1011. A peer that closes meanwhile is
	 * not sent the rest. The source is closed or cancelled in every case.
	 * @param source yields the payload, which no one else uses meanwhile
	 * @return a stage that completes, on the event loop, when the transport took the last
	 * byte, or fails: with what the source failed with, or with
	 * {@link ConnectionClosedException} if the message was dropped or the connection
	 * ended before
	 */
	CompletionStage<Void> sendStream(MessageSource source);

	/**
	 * Sends a Ping (RFC 6455 section 5.5.2), ahead of queued messages. A ping that still
	 * waits for a peer that does not read is replaced.
	 * @param payload at most 125 bytes, which come back in
	 * {@link ConnectionHandler#onPong}
	 * @return what became of it
	 * @throws IllegalArgumentException if the payload is too long
	 */
	SendResult ping(ByteBuffer payload);

	/**
	 * Closes with code 1000, after what was accepted for sending.
	 */
	default void close() {
		close(CloseCode.NORMAL, "");
	}

	/**
	 * Begins the closing handshake, after what was accepted for sending. Has no effect on
	 * a connection that is closing or closed. The peer has
	 * {@link ConnectionOptions#closeTimeout()} to answer before it is cut off.
	 * @param code a code that may be sent
	 * @param reason a text for the peer, cut to 123 bytes of UTF-8
	 * @throws IllegalArgumentException if the code may not be sent
	 */
	void close(CloseCode code, String reason);

}
