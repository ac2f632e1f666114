package io.aerosocket.internal.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

import io.aerosocket.ConnectionClosedException;
import io.aerosocket.Message;
import io.aerosocket.MessageSource;
import io.aerosocket.PreparedMessage;
import io.aerosocket.SendResult;
import io.aerosocket.internal.message.EncodedMessage;
import io.aerosocket.internal.message.ReceivedMessage;
import io.aerosocket.telemetry.DropReason;

/**
 * Accepts data messages for a connection from any thread: written at once on the event
 * loop when there is room, queued otherwise, and given up as the slow consumer policy
 * says. Keeps nothing itself.
 */
final class Sender {

	private static final int MAX_CONTROL_PAYLOAD = 125;

	private Sender() {
	}

	static SendResult send(WebSocketConnection connection, EncodedMessage message,
			@Nullable CompletableFuture<Void> flushed) {
		if (connection.group().loop().inEventLoop()) {
			connection.messagePasses();
			return connection.outbound().tryWrite(message, flushed) ? SendResult.SENT
					: enqueue(connection, message, flushed);
		}
		SendResult result = enqueue(connection, message, flushed);
		if (result == SendResult.QUEUED && (flushed != null || !mayWait(connection))) {
			wakeLoop(connection);
		}
		return result;
	}

	static SendResult sendText(WebSocketConnection connection, CharSequence text) {
		// The JDK's own encoder copies a string that is all ASCII at memory speed, which
		// no loop over characters into a buffer comes near.
		byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
		return SmallMessages.append(connection, true, utf8.length, null, utf8) ? SendResult.SENT
				: send(connection, EncodedMessage.utf8(utf8), null);
	}

	/**
	 * Has the event loop write what is queued. Safe for any thread; one wake-up serves
	 * all who send before the event loop gets round to it.
	 * @param connection whose messages wait
	 */
	static void wakeLoop(WebSocketConnection connection) {
		if (connection.outbound().queue().needsWakeup()) {
			connection.execute(() -> wakeUp(connection));
		}
	}

	/**
	 * Writes what is queued. On the event loop only.
	 * @param connection whose messages wait
	 * @return whether there was anything
	 */
	static boolean writeQueued(WebSocketConnection connection) {
		if (connection.outbound().queuedBytes() == 0) {
			return false;
		}
		wakeUp(connection);
		return true;
	}

	// What a worker sends with more messages before it goes out with what it makes of
	// those, as long as that is little.
	private static boolean mayWait(WebSocketConnection connection) {
		return connection.outbound().queue().isNearlyEmpty(connection.endpoint().options().maxQueuedBytes())
				&& connection.inbound().wakesLoopLater();
	}

	/**
	 * Sends a message of any kind.
	 * @param connection whom to
	 * @param message the message
	 * @return what became of it
	 */
	static SendResult send(WebSocketConnection connection, Message message) {
		// First, because it is the common case and a test against a class is quick, which
		// one against an interface is not.
		if (message instanceof ReceivedMessage received) {
			return SmallMessages.append(connection, received.isText(), received.size(), received, null)
					? SendResult.SENT : send(connection, EncodedMessage.of(received), null);
		}
		if (message instanceof Message.Close close) {
			connection.close(close.reason().code(), close.reason().text());
			return SendResult.QUEUED;
		}
		if (message instanceof Message.Ping) {
			return ping(connection, message.payload());
		}
		if (message instanceof Message.Pong) {
			byte[] payload = message.toByteArray();
			connection.execute(() -> connection.outbound().pong(payload));
			return SendResult.QUEUED;
		}
		return send(connection, EncodedMessage.of(message), null);
	}

	static SendResult ping(WebSocketConnection connection, ByteBuffer payload) {
		if (payload.remaining() > MAX_CONTROL_PAYLOAD) {
			throw new IllegalArgumentException(
					"ping payload: " + payload.remaining() + " bytes (expected: at most " + MAX_CONTROL_PAYLOAD + ")");
		}
		if (!connection.isOpen()) {
			return SendResult.CLOSED;
		}
		byte[] bytes = new byte[payload.remaining()];
		payload.duplicate().get(bytes);
		connection.execute(() -> connection.outbound().ping(bytes));
		return SendResult.QUEUED;
	}

	static CompletionStage<Void> sendAsync(WebSocketConnection connection, Message message) {
		CompletableFuture<Void> flushed = new CompletableFuture<>();
		if (!connection.isOpen() || send(connection, EncodedMessage.of(message), flushed) == SendResult.CLOSED) {
			flushed.completeExceptionally(new ConnectionClosedException(connection.id()));
		}
		return flushed;
	}

	static CompletionStage<Void> sendStream(WebSocketConnection connection, MessageSource source) {
		OutboundStream stream = OutboundStream.of(source, connection, connection.endpoint(), connection.outbound());
		if (!connection.isOpen()) {
			stream.giveUp();
		}
		else if (SlowConsumers.enqueue(connection, Outgoing.of(stream), null) == SendResult.QUEUED) {
			stream.ready();
		}
		return stream.done();
	}

	/**
	 * Sends a frame that many connections share. On the event loop only.
	 * @param connection whom to
	 * @param frame the frame, which stays the caller's
	 * @param message the message that it is
	 * @return what became of it
	 */
	static SendResult sendShared(WebSocketConnection connection, SharedFrame frame, PreparedMessage message) {
		if (!connection.isOpen()) {
			return SendResult.CLOSED;
		}
		connection.messagePasses();
		if (!connection.outbound().tryWriteShared(frame.frame(), message.size())) {
			return SlowConsumers.enqueue(connection, Outgoing.of(frame, message), message.conflationKey());
		}
		Traffic.sent(connection, message);
		return SendResult.SENT;
	}

	/**
	 * Gives up everything that is queued, and the rest of what is under way.
	 * @param connection whom it was for
	 */
	static void dropQueued(WebSocketConnection connection) {
		SlowConsumers.giveUpQueue(connection, DropReason.CLOSED, connection.outbound().giveUpStream() ? 1 : 0);
	}

	static long queuedBytes(WebSocketConnection connection) {
		// For other threads the latter is a little out of date.
		ChannelOutboundBuffer unflushed = connection.transport().channel().unsafe().outboundBuffer();
		return connection.outbound().queuedBytes() + ((unflushed != null) ? unflushed.totalPendingWriteBytes() : 0);
	}

	private static void wakeUp(WebSocketConnection connection) {
		connection.outbound().queue().awake();
		connection.messagePasses();
		connection.drainOutbound();
	}

	private static SendResult enqueue(WebSocketConnection connection, EncodedMessage message,
			@Nullable CompletableFuture<Void> flushed) {
		// What extensions make of it depends on what goes out before it.
		boolean plain = connection.outbound().extensions() != null;
		ByteBuf frame = message.toBuffer(connection.transport().alloc(), connection.endpoint().isClient() && !plain);
		PreparedMessage prepared = message.prepared();
		return SlowConsumers.enqueue(connection,
				new Outgoing(frame, message.length(), plain, flushed, null, prepared, null, null, 0),
				(prepared != null) ? prepared.conflationKey() : null);
	}

}
