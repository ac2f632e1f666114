package io.aerosocket.spring.handler;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.Execution;
import io.aerosocket.Message;
import io.aerosocket.codec.DecodingException;
import io.aerosocket.codec.RouteReader;
import io.aerosocket.codec.RoutedPayload;

/**
 * Chooses the method for a message by what the message says of itself.
 *
 * @param reader finds it out
 * @param methods the methods by route
 * @param decoded whether the method for a route takes a decoded payload
 * @param others takes messages without a route of those, or {@code null} when nothing
 * does
 */
record MessageRoutes(RouteReader reader, Map<String, HandlerMethod> methods, Predicate<String> decoded,
		@Nullable HandlerMethod others) implements MessageTarget {

	private static final List<Execution> MAY_BLOCK = List.of(Execution.EVENT_LOOP, Execution.VIRTUAL_THREAD,
			Execution.WORKER);

	MessageRoutes {
		methods = Map.copyOf(methods);
	}

	@Override
	public @Nullable CompletionStage<?> call(Connection connection, @Nullable Object event) {
		if (!(event instanceof Message message)) {
			throw new IllegalStateException("event: " + event + " (expected: a message)");
		}
		RoutedPayload routed;
		try {
			routed = this.reader.read(message, this.decoded);
		}
		catch (DecodingException ex) {
			return (this.others != null) ? this.others.call(connection, message)
					: CompletableFuture.failedFuture(new MessageConversionException(ex.getMessage(), ex));
		}
		String route = routed.route();
		HandlerMethod method = (route != null) ? this.methods.get(route) : null;
		if (method != null) {
			CompletionStage<?> stage = method.call(connection, RoutedMessage.of(message, routed));
			return (stage != null && this.others != null) ? readable(connection, message, stage, this.others) : stage;
		}
		return (this.others != null) ? this.others.call(connection, message)
				: CompletableFuture.failedFuture(new UnknownRouteException(route));
	}

	// What only the decoder found out of a message was found before any method was
	// called.
	private CompletionStage<?> readable(Connection connection, Message message, CompletionStage<?> stage,
			HandlerMethod others) {
		if (stage instanceof CompletableFuture<?> future && future.isCompletedExceptionally() && !isReadable(message)) {
			CompletionStage<?> taken = others.call(connection, message);
			return (taken != null) ? taken : CompletableFuture.completedStage(null);
		}
		return stage;
	}

	private boolean isReadable(Message message) {
		try {
			this.reader.read(message);
			return true;
		}
		catch (DecodingException ex) {
			return false;
		}
	}

	@Override
	public Execution execution() {
		return strongest(all().map(HandlerMethod::execution));
	}

	@Override
	public @Nullable Object id(Message message) {
		try {
			return this.reader.read(message).id();
		}
		catch (DecodingException ex) {
			return null;
		}
	}

	@Override
	public boolean includes(HandlerMethod method) {
		return all().anyMatch(method::equals);
	}

	// Asked before the message is looked at, so where one of them may block all of them
	// may.
	static Execution strongest(Stream<Execution> executions) {
		return executions.max(Comparator.comparingInt(MAY_BLOCK::indexOf)).orElse(Execution.EVENT_LOOP);
	}

	private Stream<HandlerMethod> all() {
		return Stream.concat(this.methods.values().stream(), Stream.ofNullable(this.others));
	}

}
