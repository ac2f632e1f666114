package io.aerosocket.spring.handler;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.Execution;
import io.aerosocket.Message;

/**
 * A handler's method, ready to be called: its arguments, itself, its reply.
 *
 * @param name the method's name in messages
 * @param method calls it
 * @param reply sends what it returned
 * @param execution where it runs
 * @param binding binds things of the connection to the thread, or {@code null} if there
 * is nothing to bind
 */
record HandlerMethod(String name, BoundMethod method, HandlerReply reply, Execution execution,
		@Nullable CallBinding binding) implements MessageTarget {

	/**
	 * Calls the method and sends what it returned.
	 * @param connection the connection
	 * @param event what it is called for
	 * @return a stage to wait for, or {@code null}; failed with what the method threw
	 */
	@Override
	public @Nullable CompletionStage<?> call(Connection connection, @Nullable Object event) {
		return call(connection, event, (event instanceof RoutedMessage) ? (Message) event : null);
	}

	/**
	 * Calls the method for something that is no message, and sends what it returned as
	 * the answer to one.
	 * @param connection the connection
	 * @param event what it is called for
	 * @param request what is answered, or {@code null} if the reply does not tell
	 * @return a stage to wait for, or {@code null}; failed with what the method threw
	 */
	@Nullable CompletionStage<?> call(Connection connection, @Nullable Object event, @Nullable Message request) {
		CallBinding bound = this.binding;
		if (bound == null) {
			return invoke(connection, event, request);
		}
		Object previous = bound.bind(connection);
		try {
			return invoke(connection, event, request);
		}
		finally {
			bound.unbind(previous);
		}
	}

	private @Nullable CompletionStage<?> invoke(Connection connection, @Nullable Object event,
			@Nullable Message request) {
		try {
			HandlerReply answer = (request != null) ? this.reply.to(request) : this.reply;
			return answer.send(connection, this.method.invoke(connection, event));
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Returns the same method, but for a stream that it returns, which goes on until all
	 * messages of a connection that has ended were handled.
	 * @return the method
	 */
	HandlerMethod lasting() {
		HandlerReply lasting = (this.reply instanceof StreamReply stream) ? stream.untilHandled() : this.reply;
		return new HandlerMethod(this.name, this.method, lasting, this.execution, this.binding);
	}

	/**
	 * Returns the same method, but all that it returns answers one message.
	 * @param request the message
	 * @return the method
	 */
	HandlerMethod answering(Message request) {
		return new HandlerMethod(this.name, this.method, this.reply.to(request), this.execution, this.binding);
	}

	/**
	 * Returns whether the reply is a stream that may go on for long.
	 * @return {@code true} for a {@code Flux} and the like
	 */
	boolean repliesWithStream() {
		return this.reply instanceof StreamReply stream && stream.isMany();
	}

}
