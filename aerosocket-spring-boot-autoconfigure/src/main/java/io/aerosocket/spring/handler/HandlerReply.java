package io.aerosocket.spring.handler;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.Message;

/**
 * Sends what a handler method returned.
 */
@FunctionalInterface
public interface HandlerReply {

	/**
	 * Sends a value.
	 * @param connection where to send it
	 * @param value what the method returned; {@code null} sends nothing
	 * @return a stage to wait for before the next call, or {@code null} if there is
	 * nothing to wait for
	 * @throws Exception if the value cannot be sent; it is the handler's failure
	 */
	@Nullable CompletionStage<?> send(Connection connection, @Nullable Object value) throws Exception;

	/**
	 * Returns the reply to a certain message, for replies that say which one they are
	 * for. Called before each value of a method that has a route.
	 * @param message the message
	 * @return the reply to it, by default this one for all
	 */
	default HandlerReply to(Message message) {
		return this;
	}

	/**
	 * Sends a value and reports when it has been written to the network, which is what a
	 * stream waits for before it asks for more.
	 * @param connection where to send it
	 * @param value what to send, never {@code null}
	 * @return a stage that completes when it was written, or {@code null} if that is not
	 * known
	 * @throws Exception if the value cannot be sent
	 */
	default @Nullable CompletionStage<?> sendAndFlush(Connection connection, Object value) throws Exception {
		return send(connection, value);
	}

}
