package io.aerosocket.internal.connection;

import java.util.concurrent.ThreadLocalRandom;

import io.netty.util.concurrent.FastThreadLocalThread;
import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseReason;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.SendResult;
import io.aerosocket.telemetry.DropReason;
import io.aerosocket.telemetry.TimingListener;

/**
 * Lets messages wait for peers that do not keep up, and does with what has no room what
 * the policy of their connection says. Safe for any thread.
 */
final class SlowConsumers {

	private SlowConsumers() {
	}

	/**
	 * Puts a message into its connection's queue.
	 * @param connection whom it goes to
	 * @param outgoing the message, given away
	 * @param key what it is the latest value of, or {@code null} if that is nothing
	 * @return what became of it
	 */
	static SendResult enqueue(WebSocketConnection connection, Outgoing outgoing, @Nullable Object key) {
		Outgoing message = isSampled(connection) ? outgoing.queuedAt(System.nanoTime()) : outgoing;
		ConnectionOptions options = connection.endpoint().options();
		OutboundQueue queue = connection.outbound().queue();
		while (true) {
			boolean taken = switch (options.slowConsumerPolicy()) {
				case CONFLATE -> (key != null) ? conflate(connection, queue, message, key, options)
						: queue.offer(message, options.maxQueuedBytes());
				default -> queue.offer(message, options.maxQueuedBytes());
			};
			if (taken) {
				return SendResult.QUEUED;
			}
			switch (options.slowConsumerPolicy()) {
				case DROP_OLDEST -> dropOldest(connection);
				case DROP_NEWEST -> {
					return drop(connection, message, DropReason.NEWEST, SendResult.DROPPED);
				}
				case BLOCK -> {
					return block(connection, message, options);
				}
				case CLOSE, CONFLATE -> {
					return close(connection, message);
				}
			}
		}
	}

	static void dropped(WebSocketConnection connection, DropReason reason, int messages, long bytes) {
		connection.endpoint().counters().dropped(reason, messages);
		connection.endpoint().listeners().dropped(connection, reason, messages, bytes);
	}

	// By chance, because any thread comes here.
	private static boolean isSampled(WebSocketConnection connection) {
		return connection.endpoint().listeners().timing() != null
				&& ThreadLocalRandom.current().nextInt(TimingListener.SAMPLE) == 0;
	}

	@SuppressWarnings("ReferenceEquality") // the very message, not one like it
	private static boolean conflate(WebSocketConnection connection, OutboundQueue queue, Outgoing message, Object key,
			ConnectionOptions options) {
		Outgoing replaced = queue.offer(key, message, options.maxQueuedBytes());
		if (replaced != null && replaced != message) {
			drop(connection, replaced, DropReason.CONFLATED, SendResult.DROPPED);
		}
		return replaced != message;
	}

	private static void dropOldest(WebSocketConnection connection) {
		Outgoing oldest = connection.outbound().poll();
		if (oldest != null) {
			drop(connection, oldest, DropReason.OLDEST, SendResult.DROPPED);
		}
	}

	private static SendResult block(WebSocketConnection connection, Outgoing message, ConnectionOptions options) {
		if (connection.group().loop().inEventLoop() || !mayBlock(Thread.currentThread())) {
			return close(connection, message);
		}
		// What this thread sent before may have been held back for the end of its turn.
		Sender.wakeLoop(connection);
		try {
			if (connection.outbound()
				.queue()
				.blocked()
				.offer(connection, message, options.maxQueuedBytes(), options.blockTimeout().toNanos())) {
				return SendResult.QUEUED;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return drop(connection, message, DropReason.NEWEST, SendResult.DROPPED);
		}
		return close(connection, message);
	}

	// Event loops say that they must not, ours and those of others.
	private static boolean mayBlock(Thread thread) {
		return !(thread instanceof FastThreadLocalThread own) || own.permitBlockingCalls();
	}

	private static SendResult close(WebSocketConnection connection, Outgoing message) {
		connection.execute(() -> closeSlowConsumer(connection));
		return drop(connection, message, DropReason.CLOSED, SendResult.CLOSED);
	}

	static SendResult drop(WebSocketConnection connection, Outgoing message, DropReason reason, SendResult result) {
		int size = message.wireBytes();
		giveUp(connection, message, reason);
		dropped(connection, reason, 1, size);
		return result;
	}

	/**
	 * Gives everything up that is queued.
	 * @param connection whom it was for
	 * @param reason why
	 * @param more messages that were given up besides
	 * @return how many messages there were
	 */
	static int giveUpQueue(WebSocketConnection connection, DropReason reason, int more) {
		int messages = more;
		long bytes = 0;
		Outbound outbound = connection.outbound();
		for (Outgoing message = outbound.poll(); message != null; message = outbound.poll()) {
			messages++;
			bytes += message.wireBytes();
			giveUp(connection, message, reason);
		}
		if (messages > 0) {
			dropped(connection, reason, messages, bytes);
		}
		return messages;
	}

	private static void giveUp(WebSocketConnection connection, Outgoing message, DropReason reason) {
		DeadLetters letters = connection.group().registry().deadLetters();
		if (letters != null) {
			letters.add(connection, message, reason);
		}
		message.drop(connection.id());
	}

	private static void closeSlowConsumer(WebSocketConnection connection) {
		if (connection.isOpen()) {
			connection.group().registry().log().slowConsumer(connection);
			connection.fail(new CloseReason(connection.endpoint().options().slowConsumerCloseCode(), "reads too slowly",
					false));
		}
	}

}
