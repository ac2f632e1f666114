package io.aerosocket.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Execution;
import io.aerosocket.Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A handler that keeps what it was called with, in order.
 */
final class Recorder implements ConnectionHandler {

	private final BlockingQueue<Object> calls = new LinkedBlockingQueue<>();

	private final Execution execution;

	Recorder() {
		this(Execution.EVENT_LOOP);
	}

	Recorder(Execution execution) {
		this.execution = execution;
	}

	@Override
	public @Nullable CompletionStage<?> onOpen(Connection connection) {
		this.calls.add("open");
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onMessage(Connection connection, Message message) {
		this.calls.add(message.copy());
		return null;
	}

	@Override
	public void onPong(Connection connection, ByteBuffer payload) {
		this.calls.add("pong " + StandardCharsets.UTF_8.decode(payload));
	}

	@Override
	public @Nullable CompletionStage<?> onClose(Connection connection, CloseReason reason) {
		this.calls.add(reason);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onError(Connection connection, Throwable error) {
		this.calls.add(error);
		return ConnectionHandler.super.onError(connection, error);
	}

	@Override
	public Execution execution(Event event) {
		return this.execution;
	}

	/**
	 * Waits for the next call.
	 * @return what it was, or what it was called with
	 */
	Object next() {
		try {
			Object call = this.calls.poll(TestClient.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
			assertThat(call).as("a call").isNotNull();
			return call;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	void assertOpen() {
		assertThat(next()).isEqualTo("open");
	}

	String nextText() {
		return ((Message.Text) next()).text();
	}

	byte[] nextBinary() {
		return ((Message.Binary) next()).toByteArray();
	}

	CloseReason nextClose() {
		return (CloseReason) next();
	}

	boolean isEmpty() {
		return this.calls.isEmpty();
	}

}
