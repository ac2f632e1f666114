package io.aerosocket.spring.handler;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;

/**
 * Replies that are text, bytes or messages already.
 */
enum PlainReply implements HandlerReply {

	/** Sends nothing. */
	NOTHING {

		@Override
		public @Nullable CompletionStage<?> send(Connection connection, @Nullable Object value) {
			return null;
		}

	},

	/** A {@link CharSequence}. */
	TEXT {

		@Override
		public @Nullable CompletionStage<?> send(Connection connection, @Nullable Object value) {
			if (value != null) {
				connection.sendText((CharSequence) value);
			}
			return null;
		}

		@Override
		public CompletionStage<?> sendAndFlush(Connection connection, Object value) {
			return connection.sendTextAsync((CharSequence) value);
		}

	},

	/** A {@code byte[]}. */
	BYTES {

		@Override
		public @Nullable CompletionStage<?> send(Connection connection, @Nullable Object value) {
			if (value != null) {
				connection.sendBinary((byte[]) value);
			}
			return null;
		}

		@Override
		public CompletionStage<?> sendAndFlush(Connection connection, Object value) {
			return connection.sendBinaryAsync(ByteBuffer.wrap((byte[]) value));
		}

	},

	/** A {@link ByteBuffer}. */
	BUFFER {

		@Override
		public @Nullable CompletionStage<?> send(Connection connection, @Nullable Object value) {
			if (value != null) {
				connection.sendBinary((ByteBuffer) value);
			}
			return null;
		}

		@Override
		public CompletionStage<?> sendAndFlush(Connection connection, Object value) {
			return connection.sendBinaryAsync((ByteBuffer) value);
		}

	},

	/** A {@link Message}. */
	MESSAGE {

		@Override
		public @Nullable CompletionStage<?> send(Connection connection, @Nullable Object value) {
			if (value != null) {
				connection.send((Message) value);
			}
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> sendAndFlush(Connection connection, Object value) {
			if (value instanceof Message.Text || value instanceof Message.Binary) {
				return connection.sendAsync((Message) value);
			}
			return send(connection, value);
		}

	},

	/** A {@link PreparedMessage}. */
	PREPARED {

		@Override
		public @Nullable CompletionStage<?> send(Connection connection, @Nullable Object value) {
			if (value != null) {
				connection.send((PreparedMessage) value);
			}
			return null;
		}

	}

}
