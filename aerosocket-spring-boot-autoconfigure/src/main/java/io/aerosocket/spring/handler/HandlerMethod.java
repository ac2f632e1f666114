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
		CallBinding bound = this.binding;
		if (bound == null) {
			return invoke(connection, event);
		}
		Object previous = bound.bind(connection);
		try {
			return invoke(connection, event);
		}
		finally {
			bound.unbind(previous);
		}
	}

	private @Nullable CompletionStage<?> invoke(Connection connection, @Nullable Object event) {
		try {
			HandlerReply answer = (event instanceof RoutedMessage) ? this.reply.to((Message) event) : this.reply;
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
	 * Returns whether the reply is a stream that may go on for long.
	 * @return {@code true} for a {@code Flux} and the like
	 */
	boolean repliesWithStream() {
		return this.reply instanceof StreamReply stream && stream.isMany();
	}

}
