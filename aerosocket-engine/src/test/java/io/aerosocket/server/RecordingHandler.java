package io.aerosocket.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Execution;
import io.aerosocket.Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A handler that keeps what it was called with, and does with messages what a test says.
 *
 */
final class RecordingHandler implements ConnectionHandler {

	private final BlockingQueue<Connection> opened = new LinkedBlockingQueue<>();

	private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

	private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();

	private final BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();

	private final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();

	private final AtomicInteger closes = new AtomicInteger();

	private final Execution execution;

	private final BiFunction<Connection, Message, @Nullable CompletionStage<?>> onMessage;

	RecordingHandler() {
		this(Execution.EVENT_LOOP, (connection, message) -> null);
	}

	RecordingHandler(Execution execution, BiFunction<Connection, Message, @Nullable CompletionStage<?>> onMessage) {
		this.execution = execution;
		this.onMessage = onMessage;
	}

	@Override
	public @Nullable CompletionStage<?> onOpen(Connection connection) {
		this.opened.add(connection);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onMessage(Connection connection, Message message) {
		this.messages.add(message.copy());
		return this.onMessage.apply(connection, message);
	}

	@Override
	public void onPong(Connection connection, ByteBuffer payload) {
		byte[] bytes = new byte[payload.remaining()];
		payload.get(bytes);
		this.pongs.add(new String(bytes, StandardCharsets.UTF_8));
	}

	@Override
	public @Nullable CompletionStage<?> onClose(Connection connection, CloseReason reason) {
		this.closes.incrementAndGet();
		this.closed.add(reason);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onError(Connection connection, Throwable error) {
		this.errors.add(error);
		return ConnectionHandler.super.onError(connection, error);
	}

	@Override
	public Execution execution(Event event) {
		return this.execution;
	}

	Connection awaitOpen() {
		return take(this.opened, "onOpen");
	}

	Message awaitMessage() {
		return take(this.messages, "onMessage");
	}

	String awaitText() {
		return ((Message.Text) awaitMessage()).text();
	}

	String awaitPong() {
		return take(this.pongs, "onPong");
	}

	Throwable awaitError() {
		return take(this.errors, "onError");
	}

	CloseReason awaitClose() {
		return take(this.closed, "onClose");
	}

	int messagesWaiting() {
		return this.messages.size();
	}

	int errors() {
		return this.errors.size();
	}

	int closes() {
		return this.closes.get();
	}

	private static <T> T take(BlockingQueue<T> queue, String call) {
		try {
			T value = queue.poll(RawPeer.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
			assertThat(value).as(call).isNotNull();
			return value;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

}
