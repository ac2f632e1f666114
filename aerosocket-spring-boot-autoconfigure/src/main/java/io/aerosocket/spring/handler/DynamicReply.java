package io.aerosocket.spring.handler;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;

/**
 * Replies whose type only their value tells, such as those of a method that is declared
 * to return {@code Object}.
 */
final class DynamicReply implements HandlerReply {

	// Bounded by the number of classes that handlers return.
	private final ConcurrentMap<Class<?>, HandlerReply> replies = new ConcurrentHashMap<>();

	private final Function<Class<?>, HandlerReply> resolver;

	DynamicReply(Function<Class<?>, HandlerReply> resolver) {
		this.resolver = resolver;
	}

	@Override
	public @Nullable CompletionStage<?> send(Connection connection, @Nullable Object value) throws Exception {
		return (value != null) ? reply(value).send(connection, value) : null;
	}

	@Override
	public @Nullable CompletionStage<?> sendAndFlush(Connection connection, Object value) throws Exception {
		return reply(value).sendAndFlush(connection, value);
	}

	private HandlerReply reply(Object value) {
		HandlerReply reply = this.replies.get(value.getClass());
		return (reply != null) ? reply : this.replies.computeIfAbsent(value.getClass(), this.resolver);
	}

}
