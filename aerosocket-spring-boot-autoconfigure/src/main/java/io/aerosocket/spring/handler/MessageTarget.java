package io.aerosocket.spring.handler;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.Execution;
import io.aerosocket.Message;

/**
 * What takes messages: a method, or several to choose from.
 */
sealed interface MessageTarget permits HandlerMethod, MessageRoutes {

	/**
	 * Takes a message.
	 * @param connection the connection
	 * @param event the message
	 * @return a stage to wait for, or {@code null}; failed with what the method threw
	 */
	@Nullable CompletionStage<?> call(Connection connection, @Nullable Object event);

	/**
	 * Returns where calls run.
	 * @return a place that suits all methods
	 */
	Execution execution();

	/**
	 * Returns what the sender tells replies by.
	 * @param message the message
	 * @return its id, or {@code null} if it has none that can be read
	 */
	default @Nullable Object id(Message message) {
		return null;
	}

	/**
	 * Returns whether a method may be called.
	 * @param method the method
	 * @return whether it is this one, or one of these
	 */
	default boolean includes(HandlerMethod method) {
		return equals(method);
	}

}
