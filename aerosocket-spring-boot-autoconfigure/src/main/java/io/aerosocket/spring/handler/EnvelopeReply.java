package io.aerosocket.spring.handler;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.Message;
import io.aerosocket.codec.Envelope;
import io.aerosocket.codec.RoutedPayload;

/**
 * Replies in an envelope that says which message they are for.
 *
 * @param writers write envelopes
 * @param name the route of what answers a message without one, or none
 * @param request the message that is answered, or {@code null} while it is not known
 */
record EnvelopeReply(HandlerCodecs.PerCodec<PayloadWriter> writers, String name,
		@Nullable RoutedPayload request) implements HandlerReply {

	/** The route of what {@link OnOpen} methods return, unless its type has a name. */
	static final String OPEN = "open";

	/** The route of what {@link OnError} methods return, and of built-in answers. */
	static final String ERROR = "error";

	@Override
	public HandlerReply to(Message message) {
		return (message instanceof RoutedMessage routed) ? new EnvelopeReply(this.writers, this.name, routed.routed())
				: this;
	}

	@Override
	public @Nullable CompletionStage<?> send(Connection connection, @Nullable Object value) {
		if (value != null) {
			this.writers.of(connection).send(connection, envelope(value));
		}
		return null;
	}

	@Override
	public CompletionStage<?> sendAndFlush(Connection connection, Object value) {
		return this.writers.of(connection).sendAsync(connection, envelope(value));
	}

	private Envelope envelope(Object value) {
		RoutedPayload answered = this.request;
		if (answered == null) {
			throw new IllegalStateException("reply: to nothing (expected: to a message with a route)");
		}
		String route = answered.route();
		return new Envelope((route != null) ? route : this.name, answered.id(), value);
	}

}
