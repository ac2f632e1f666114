package io.aerosocket.spring.handler;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;

/**
 * Replies that the connection's codec writes.
 *
 * @param writers write them
 */
record CodecReply(HandlerCodecs.PerCodec<PayloadWriter> writers) implements HandlerReply {

	@Override
	public @Nullable CompletionStage<?> send(Connection connection, @Nullable Object value) {
		if (value != null) {
			this.writers.of(connection).send(connection, value);
		}
		return null;
	}

	@Override
	public CompletionStage<?> sendAndFlush(Connection connection, Object value) {
		return this.writers.of(connection).sendAsync(connection, value);
	}

}
