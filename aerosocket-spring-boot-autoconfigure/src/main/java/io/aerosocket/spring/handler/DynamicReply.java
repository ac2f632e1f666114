package io.aerosocket.spring.handler;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.Message;

/**
 * Replies whose type only their value tells, such as those of a method that is declared
 * to return {@code Object}.
 */
final class DynamicReply implements HandlerReply {

	// Bounded by the number of classes that handlers return.
	private final ConcurrentMap<Class<?>, HandlerReply> replies;

	private final Function<Class<?>, HandlerReply> resolver;

	private final @Nullable Message request;

	DynamicReply(Function<Class<?>, HandlerReply> resolver) {
		this.resolver = resolver;
		this.replies = new ConcurrentHashMap<>();
		this.request = null;
	}

	private DynamicReply(DynamicReply reply, Message request) {
		this.resolver = reply.resolver;
		this.replies = reply.replies;
		this.request = request;
	}

	@Override
	public @Nullable CompletionStage<?> send(Connection connection, @Nullable Object value) throws Exception {
		return (value != null) ? reply(value).send(connection, value) : null;
	}

	@Override
	public @Nullable CompletionStage<?> sendAndFlush(Connection connection, Object value) throws Exception {
		return reply(value).sendAndFlush(connection, value);
	}

	@Override
	public HandlerReply to(Message message) {
		return new DynamicReply(this, message);
	}

	private HandlerReply reply(Object value) {
		Message message = this.request;
		return (message != null) ? resolved(value).to(message) : resolved(value);
	}

	private HandlerReply resolved(Object value) {
		HandlerReply reply = this.replies.get(value.getClass());
		return (reply != null) ? reply : this.replies.computeIfAbsent(value.getClass(), this.resolver);
	}

}
