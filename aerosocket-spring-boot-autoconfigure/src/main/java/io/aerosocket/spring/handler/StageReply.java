package io.aerosocket.spring.handler;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.Message;

/**
 * Replies that come later, in a {@link CompletionStage}.
 *
 * @param element sends what the stage completes with
 */
record StageReply(HandlerReply element) implements HandlerReply {

	@Override
	public HandlerReply to(Message message) {
		HandlerReply bound = this.element.to(message);
		return !bound.equals(this.element) ? new StageReply(bound) : this;
	}

	@Override
	public @Nullable CompletionStage<?> send(Connection connection, @Nullable Object value) throws Exception {
		if (value == null) {
			return null;
		}
		if (value instanceof CompletableFuture<?> future && isComplete(future)) {
			return this.element.send(connection, future.getNow(null));
		}
		return ((CompletionStage<?>) value).thenCompose((result) -> sendLater(connection, result));
	}

	// A subclass may be one that cannot be asked, as CompletableFuture.completedStage().
	private static boolean isComplete(CompletableFuture<?> future) {
		return future.getClass() == CompletableFuture.class && future.isDone() && !future.isCompletedExceptionally();
	}

	private CompletionStage<?> sendLater(Connection connection, @Nullable Object result) {
		try {
			CompletionStage<?> sent = this.element.send(connection, result);
			return (sent != null) ? sent : CompletableFuture.completedStage(null);
		}
		catch (Exception ex) {
			return CompletableFuture.failedStage(ex);
		}
	}

}
