package io.aerosocket;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The application's side of a route. One instance serves all of the route's connections.
 * <h2>Lifecycle and concurrency</h2> For each connection: {@link #onOpen} first, then
 * {@link #onMessage} for each message in the order of arrival, {@link #onClose} last and
 * exactly once. One call comes after the other has completed, its returned stage
 * included. Calls for different connections run at the same time. On which thread is what
 * {@link #execution} says.
 * <p>
 * A stage that is returned is waited for; {@code null} means that the call is complete.
 * What a call throws, or fails its stage with, goes to {@link #onError}, and what that
 * does not handle to the server's {@link FailurePolicy}.
 */
@FunctionalInterface
public interface ConnectionHandler {

	/**
	 * Makes a handler of a function that only receives and answers at once.
	 * @param onMessage what to do with a message, on the event loop
	 * @return the handler
	 */
	static ConnectionHandler of(BiConsumer<Connection, Message> onMessage) {
		return (connection, message) -> {
			onMessage.accept(connection, message);
			return null;
		};
	}

	/**
	 * Called when the handshake is done, before the first message.
	 * @param connection the new connection
	 * @return a stage to wait for, or {@code null}
	 */
	default @Nullable CompletionStage<?> onOpen(Connection connection) {
		return null;
	}

	/**
	 * Called for each text or binary message.
	 * @param connection the connection it came from
	 * @param message a {@link Message.Text} or {@link Message.Binary}; readable until
	 * this call and its stage complete, {@link Message#copy() copy} it to keep it
	 * @return a stage to wait for, or {@code null}
	 */
	@Nullable CompletionStage<?> onMessage(Connection connection, Message message);

	/**
	 * Called for each Pong that arrives (RFC 6455 section 5.5.3), always on the event
	 * loop and out of turn. Answers to the server's own heartbeat are left out.
	 * @param connection the connection it came from
	 * @param payload its payload, readable during this call
	 */
	default void onPong(Connection connection, ByteBuffer payload) {
	}

	/**
	 * Called once when the connection has ended, however it ended.
	 * @param connection the connection, which no longer sends
	 * @param reason why it ended
	 * @return a stage to wait for, or {@code null}
	 */
	default @Nullable CompletionStage<?> onClose(Connection connection, CloseReason reason) {
		return null;
	}

	/**
	 * Called when another call failed.
	 * @param connection the connection
	 * @param error what was thrown
	 * @return {@code null} or a stage that succeeds when the error was handled; by
	 * default a failed stage, which leaves the error to the failure policy. Where it
	 * fails with another error, that one is left to the policy, with the first among its
	 * {@linkplain Throwable#getSuppressed() suppressed} ones
	 */
	default @Nullable CompletionStage<?> onError(Connection connection, Throwable error) {
		return CompletableFuture.failedStage(error);
	}

	/**
	 * Says where the calls for an event run. Asked once for each route and event, at
	 * start-up.
	 * @param event the event
	 * @return where its calls run
	 */
	default Execution execution(Event event) {
		return Execution.EVENT_LOOP;
	}

	/**
	 * What a call is made for.
	 */
	enum Event {

		/** {@link ConnectionHandler#onOpen}. */
		OPEN,

		/** {@link ConnectionHandler#onMessage} with a text. */
		TEXT,

		/** {@link ConnectionHandler#onMessage} with a binary message. */
		BINARY,

		/** {@link ConnectionHandler#onClose}. */
		CLOSE

	}

}
