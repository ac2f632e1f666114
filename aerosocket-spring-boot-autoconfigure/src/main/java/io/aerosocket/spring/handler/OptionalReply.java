package io.aerosocket.spring.handler;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.Message;

/**
 * Replies that there may be none of: an empty {@link Optional} sends nothing.
 *
 * @param element sends what is in it
 */
record OptionalReply(HandlerReply element) implements HandlerReply {

	@Override
	public HandlerReply to(Message message) {
		HandlerReply bound = this.element.to(message);
		return !bound.equals(this.element) ? new OptionalReply(bound) : this;
	}

	@Override
	public @Nullable CompletionStage<?> send(Connection connection, @Nullable Object value) throws Exception {
		Object present = (value != null) ? ((Optional<?>) value).orElse(null) : null;
		return (present != null) ? this.element.send(connection, present) : null;
	}

	@Override
	public @Nullable CompletionStage<?> sendAndFlush(Connection connection, Object value) throws Exception {
		Object present = ((Optional<?>) value).orElse(null);
		return (present != null) ? this.element.sendAndFlush(connection, present) : null;
	}

}
