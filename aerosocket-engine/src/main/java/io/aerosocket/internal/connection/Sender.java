package io.aerosocket.internal.connection;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

import io.aerosocket.ConnectionClosedException;
import io.aerosocket.Message;
import io.aerosocket.MessageSource;
import io.aerosocket.SendResult;
import io.aerosocket.internal.message.EncodedMessage;
import io.aerosocket.telemetry.DropReason;

/**
 * Accepts one connection's data messages from any thread: written at once on the event
 * loop when there is room, queued otherwise, and given up as the slow consumer policy
 * says.
 */
final class Sender {

	private static final AtomicIntegerFieldUpdater<Sender> WAKEUP = AtomicIntegerFieldUpdater.newUpdater(Sender.class,
			"wakeup");

	private static final int MAX_CONTROL_PAYLOAD = 125;

	private final WebSocketConnection connection;

	private final Endpoint endpoint;

	private final OutboundQueue queue;

	private final Outbound outbound;

	@SuppressWarnings("UnusedVariable") // read by its updater
	private volatile int wakeup;

	Sender(WebSocketConnection connection, Endpoint endpoint, OutboundQueue queue, Outbound outbound) {
		this.connection = connection;
		this.endpoint = endpoint;
		this.queue = queue;
		this.outbound = outbound;
	}

	SendResult send(EncodedMessage message, @Nullable CompletableFuture<Void> flushed) {
		if (this.connection.group().loop().inEventLoop()) {
			this.connection.messageSent();
			return this.outbound.tryWrite(message, flushed) ? SendResult.SENT : enqueue(message, flushed);
		}
		SendResult result = enqueue(message, flushed);
		if (result == SendResult.QUEUED && (flushed != null || !mayWait())) {
			wakeLoop();
		}
		return result;
	}

	/**
	 * Has the event loop write what is queued. Safe for any thread; one wake-up serves
	 * all who send before the event loop gets round to it.
	 */
	void wakeLoop() {
		if (WAKEUP.compareAndSet(this, 0, 1)) {
			this.connection.execute(this::wakeUp);
		}
	}

	/**
	 * Writes what is queued. On the event loop only.
	 * @return whether there was anything
	 */
	boolean writeQueued() {
		if (!this.queue.mayHoldSomething()) {
			return false;
		}
		wakeUp();
		return true;
	}

	// What a worker sends with more messages before it goes out with what it makes of
	// those, as long as that is little.
	private boolean mayWait() {
		return this.queue.isNearlyEmpty(this.endpoint.options().maxQueuedBytes()) && this.connection.wakesLoopLater();
	}

	/**
	 * Sends a message that is not a Close.
	 * @param message the message
	 * @return what became of it
	 */
	SendResult send(Message message) {
		if (message instanceof Message.Ping) {
			return ping(message.payload());
		}
		if (message instanceof Message.Pong) {
			byte[] payload = message.toByteArray();
			this.connection.execute(() -> this.outbound.pong(payload));
			return SendResult.QUEUED;
		}
		return send(EncodedMessage.of(message), null);
	}

	SendResult ping(ByteBuffer payload) {
		if (payload.remaining() > MAX_CONTROL_PAYLOAD) {
			throw new IllegalArgumentException(
					"ping payload: " + payload.remaining() + " bytes (expected: at most " + MAX_CONTROL_PAYLOAD + ")");
		}
		if (!this.connection.isOpen()) {
			return SendResult.CLOSED;
		}
		byte[] bytes = new byte[payload.remaining()];
		payload.duplicate().get(bytes);
		this.connection.execute(() -> this.outbound.ping(bytes));
		return SendResult.QUEUED;
	}

	CompletionStage<Void> sendAsync(Message message) {
		CompletableFuture<Void> flushed = new CompletableFuture<>();
		if (!this.connection.isOpen() || send(EncodedMessage.of(message), flushed) == SendResult.CLOSED) {
			flushed.completeExceptionally(new ConnectionClosedException(this.connection.id()));
		}
		return flushed;
	}

	CompletionStage<Void> sendStream(MessageSource source) {
		OutboundStream stream = OutboundStream.of(source, this.connection, this.endpoint, this.outbound);
		if (!this.connection.isOpen()) {
			stream.giveUp();
		}
		else if (enqueue(Outgoing.of(stream)) == SendResult.QUEUED) {
			stream.ready();
		}
		return stream.done();
	}

	/**
	 * Sends a frame that many connections share. On the event loop only.
	 * @param frame the frame, which stays the caller's
	 * @param payloadBytes the size of its payload
	 * @return what became of it
	 */
	SendResult sendShared(ByteBuf frame, int payloadBytes) {
		this.connection.messageSent();
		return this.outbound.tryWriteShared(frame, payloadBytes) ? SendResult.SENT
				: enqueue(new Outgoing(frame.retainedDuplicate(), payloadBytes, null));
	}

	/**
	 * Gives up everything that is queued, and the rest of what is under way.
	 */
	void dropQueued() {
		int messages = this.outbound.giveUpStream() ? 1 : 0;
		long bytes = 0;
		for (Outgoing message = this.queue.poll(); message != null; message = this.queue.poll()) {
			messages++;
			bytes += message.wireBytes();
			message.drop(this.connection.id());
		}
		if (messages > 0) {
			dropped(DropReason.CLOSED, messages, bytes);
		}
	}

	long queuedBytes() {
		return this.queue.bytes() + this.outbound.unflushedBytes();
	}

	private void wakeUp() {
		this.wakeup = 0;
		this.connection.messageSent();
		this.connection.drainOutbound();
	}

	private SendResult enqueue(EncodedMessage message, @Nullable CompletableFuture<Void> flushed) {
		// What extensions make of it depends on what goes out before it.
		boolean plain = this.outbound.hasExtensions();
		ByteBuf frame = message.toBuffer(this.connection.transport().alloc(), this.endpoint.isClient() && !plain);
		return enqueue(new Outgoing(frame, message.length(), plain, flushed));
	}

	private SendResult enqueue(Outgoing message) {
		int size = message.wireBytes();
		while (!this.queue.offer(message, this.endpoint.options().maxQueuedBytes())) {
			switch (this.endpoint.options().slowConsumerPolicy()) {
				case DROP_OLDEST -> dropOldest();
				case DROP_NEWEST -> {
					message.drop(this.connection.id());
					dropped(DropReason.NEWEST, 1, size);
					return SendResult.DROPPED;
				}
				case CLOSE -> {
					message.drop(this.connection.id());
					dropped(DropReason.CLOSED, 1, size);
					this.connection.execute(this.connection::closeSlowConsumer);
					return SendResult.CLOSED;
				}
			}
		}
		return SendResult.QUEUED;
	}

	private void dropOldest() {
		Outgoing oldest = this.queue.poll();
		if (oldest != null) {
			int size = oldest.wireBytes();
			oldest.drop(this.connection.id());
			dropped(DropReason.OLDEST, 1, size);
		}
	}

	private void dropped(DropReason reason, int messages, long bytes) {
		this.endpoint.counters().dropped(reason, messages);
		this.endpoint.listeners().dropped(this.connection, reason, messages, bytes);
	}

}
