package io.aerosocket.spring.handler;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionAttribute;
import io.aerosocket.Message;

/**
 * The message of a connection that a method failed for, while its error is on the way to
 * an {@link OnError} method: by then the message itself is not readable any more.
 *
 * @param error what the method failed with
 * @param id the id of the message, or {@code null}
 */
record FailedMessage(Throwable error, @Nullable Object id) {

	private static final ConnectionAttribute<FailedMessage> LAST = ConnectionAttribute.of(FailedMessage.class.getName(),
			FailedMessage.class);

	/**
	 * Keeps what the answer to an error needs, until it is taken or the next one fails.
	 * @param connection the connection
	 * @param error the error
	 * @param id the id of the message, or {@code null}
	 */
	static void keep(Connection connection, Throwable error, @Nullable Object id) {
		connection.set(LAST, new FailedMessage(error, id));
	}

	/**
	 * Takes what was kept for an error.
	 * @param connection the connection
	 * @param error the error
	 * @return what to answer in an envelope
	 */
	@SuppressWarnings("ReferenceEquality") // the very error, not one like it
	static Message take(Connection connection, Throwable error) {
		FailedMessage last = connection.get(LAST);
		// An error of a stream, which goes on beside the messages, answers none of them.
		if (last == null || last.error() != error) {
			return RoutedMessage.absent(EnvelopeReply.ERROR, null);
		}
		connection.remove(LAST);
		return RoutedMessage.absent(EnvelopeReply.ERROR, last.id());
	}

}
