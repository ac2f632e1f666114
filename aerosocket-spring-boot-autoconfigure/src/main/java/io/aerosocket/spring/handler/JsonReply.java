package io.aerosocket.spring.handler;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;

/**
 * Replies that are written as JSON text.
 *
 * @param writer writes them
 */
record JsonReply(PayloadConverter.Writer writer) implements HandlerReply {

	@Override
	public @Nullable CompletionStage<?> send(Connection connection, @Nullable Object value) {
		if (value != null) {
			connection.sendText(this.writer.write(value));
		}
		return null;
	}

	@Override
	public CompletionStage<?> sendAndFlush(Connection connection, Object value) {
		return connection.sendTextAsync(this.writer.write(value));
	}

}
