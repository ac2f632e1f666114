package io.aerosocket.spring.handler;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionAttribute;
import io.aerosocket.ConnectionClosedException;
import io.aerosocket.Message;

/**
 * The streams of messages that a connection's methods subscribe to.
 */
final class MessageStreams {

	private static final ConnectionAttribute<MessageStreams> STREAMS = ConnectionAttribute
		.of(MessageStreams.class.getName(), MessageStreams.class);

	// Codes after which nothing is missing. 1005 is a Close without a code.
	private static final List<CloseCode> COMPLETE = List.of(CloseCode.NORMAL, CloseCode.GOING_AWAY,
			CloseCode.NO_STATUS);

	private final Map<Object, MessageStream> byMethod = new ConcurrentHashMap<>();

	private static MessageStream of(Connection connection, Object method) {
		return connection.getOrCreate(STREAMS, MessageStreams::new).byMethod.computeIfAbsent(method,
				(key) -> new MessageStream());
	}

	/**
	 * Ends the streams of a connection, all of whose messages have been offered.
	 * @param connection the connection
	 * @param reason why it has ended
	 */
	static void end(Connection connection, CloseReason reason) {
		MessageStreams streams = connection.get(STREAMS);
		if (streams != null) {
			Throwable error = COMPLETE.contains(reason.code()) ? null : new ConnectionClosedException(connection.id());
			streams.byMethod.values().forEach((stream) -> stream.end(error));
		}
	}

	/**
	 * A parameter that gets the stream.
	 *
	 * @param kind the messages that it consists of
	 * @param element reads what it consists of out of them
	 * @param adapter makes the parameter's type of it
	 * @param key tells the streams of a connection apart
	 */
	record Argument(PayloadKind kind, HandlerArgument element, ReactiveAdapter adapter,
			Object key) implements HandlerArgument {

		@Override
		public Object get(Connection connection, @Nullable Object event) {
			return this.adapter.fromPublisher(of(connection, this.key));
		}

	}

	/**
	 * Offers messages to the stream of a parameter, in the place of a method.
	 *
	 * @param argument the parameter
	 */
	record Feed(Argument argument) implements BoundMethod {

		@Override
		public @Nullable Object invoke(Connection connection, @Nullable Object event) throws Exception {
			Object element = this.argument.element().get(connection, event);
			return (element != null) ? of(connection, this.argument.key()).offer(kept(element)) : null;
		}

		// A subscriber may keep it, and the message is readable until it was taken only.
		private static Object kept(Object element) {
			if (element instanceof Message message) {
				return message.copy();
			}
			if (element instanceof ByteBuffer buffer) {
				byte[] copy = new byte[buffer.remaining()];
				buffer.duplicate().get(copy);
				return ByteBuffer.wrap(copy);
			}
			return element;
		}

		/**
		 * Waits for what {@link #invoke} returned.
		 * @param connection the connection
		 * @param stage the stage, or {@code null}
		 * @return the stage
		 */
		static @Nullable CompletionStage<?> taken(Connection connection, @Nullable Object stage) {
			return (CompletionStage<?>) stage;
		}

	}

}
