package io.aerosocket.client;

import java.nio.ByteBuffer;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.Message;

/**
 * A connection for threads that wait, virtual ones above all. Safe for any thread;
 * several that receive get a message each.
 * <p>
 * Messages wait here until they are received, as many as
 * {@link io.aerosocket.ConnectionOptions#maxPendingMessages()} and
 * {@link io.aerosocket.ConnectionOptions#maxPendingBytes()} say; then the socket is not
 * read until half of them were. So a connection that is not received from has to be
 * closed.
 */
public interface BlockingConnection extends AutoCloseable, Iterable<Message> {

	/**
	 * Returns the connection itself. What is sent there does not wait for room.
	 * @return the connection
	 */
	Connection connection();

	/**
	 * Waits for a message.
	 * @return a text or a binary message, which lasts
	 * @throws InterruptedException if the thread is interrupted
	 * @throws io.aerosocket.ConnectionClosedException if the connection has ended and
	 * every message was received; it says why
	 */
	Message receive() throws InterruptedException;

	/**
	 * Waits for a message, but not for ever.
	 * @param timeout how long, zero not to wait
	 * @return a text or a binary message, which lasts, or {@code null} if none came in
	 * time
	 * @throws InterruptedException if the thread is interrupted
	 * @throws io.aerosocket.ConnectionClosedException if the connection has ended and
	 * every message was received; it says why
	 */
	@Nullable Message receive(Duration timeout) throws InterruptedException;

	/**
	 * Sends a message, after waiting for room while the server reads slowly.
	 * @param message a text or a binary message
	 * @param timeout how long to wait, zero not to
	 * @return {@code false} if there was no room in time, and nothing was sent
	 * @throws InterruptedException if the thread is interrupted, and nothing was sent
	 * @throws io.aerosocket.ConnectionClosedException if the connection is closing or has
	 * ended
	 */
	boolean send(Message message, Duration timeout) throws InterruptedException;

	/**
	 * Sends a message, after waiting up to {@link ClientOptions#sendTimeout()} for room.
	 * @param message a text or a binary message
	 * @throws InterruptedException if the thread is interrupted, and nothing was sent
	 * @throws io.aerosocket.ConnectionClosedException if the connection is closing or has
	 * ended
	 * @throws io.aerosocket.TransportException if there was no room in time, and nothing
	 * was sent
	 */
	void send(Message message) throws InterruptedException;

	/**
	 * Sends a text as {@link #send(Message)} does.
	 * @param text the text
	 * @throws InterruptedException if the thread is interrupted, and nothing was sent
	 */
	default void sendText(CharSequence text) throws InterruptedException {
		send(Message.text(text));
	}

	/**
	 * Sends a binary message as {@link #send(Message)} does.
	 * @param data the bytes, which must not change before the call returns
	 * @throws InterruptedException if the thread is interrupted, and nothing was sent
	 */
	default void sendBinary(ByteBuffer data) throws InterruptedException {
		send(Message.binary(data));
	}

	/**
	 * Sends a binary message as {@link #send(Message)} does.
	 * @param data the bytes, which must not change before the call returns
	 * @throws InterruptedException if the thread is interrupted, and nothing was sent
	 */
	default void sendBinary(byte[] data) throws InterruptedException {
		send(Message.binary(data));
	}

	/**
	 * Returns why the connection has ended.
	 * @return the reason, or {@code null} as long as it has not
	 */
	@Nullable CloseReason closeReason();

	/**
	 * Closes with code 1000 and waits for the end.
	 */
	@Override
	default void close() {
		close(CloseCode.NORMAL, "");
	}

	/**
	 * Begins the closing handshake, after what was accepted for sending, and waits for
	 * the end, which comes at the latest when the server's time to answer is over. An
	 * interrupted thread does not wait. What was not received by then still can be; what
	 * arrives now is lost.
	 * @param code a code that may be sent
	 * @param reason a text for the server, cut to 123 bytes of UTF-8
	 * @throws IllegalArgumentException if the code may not be sent
	 */
	void close(CloseCode code, String reason);

	/**
	 * Returns the messages from now on, up to the end of the connection. The iterator
	 * waits for them; an interrupt ends it and stays set.
	 * @return an iterator for one thread
	 */
	@Override
	java.util.Iterator<Message> iterator();

}
