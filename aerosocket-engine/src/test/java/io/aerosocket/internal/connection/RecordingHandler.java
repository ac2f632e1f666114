package io.aerosocket.internal.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Message;

/**
 * Writes down its calls, and lets the test say when and how they end.
 */
final class RecordingHandler implements ConnectionHandler {

	private final List<String> calls = new ArrayList<>();

	private final Deque<CompletableFuture<Object>> stages = new ArrayDeque<>();

	private final List<Message> messages = new ArrayList<>();

	private BiFunction<Connection, Message, CompletionStage<?>> onMessage = (connection, message) -> null;

	private RuntimeException closeFailure;

	private boolean asynchronous;

	private Executor texts;

	private Executor binaries;

	private Duration longestTurn = Duration.ofHours(1);

	/**
	 * From now on a call ends when the test says so.
	 * @return this handler
	 */
	RecordingHandler asynchronous() {
		this.asynchronous = true;
		return this;
	}

	/**
	 * From now on connections have their messages handled elsewhere.
	 * @param texts where texts are
	 * @param binaries where binary messages are
	 * @return this handler
	 */
	RecordingHandler on(Executor texts, Executor binaries) {
		this.texts = texts;
		this.binaries = binaries;
		return this;
	}

	RecordingHandler longestTurn(Duration longestTurn) {
		this.longestTurn = longestTurn;
		return this;
	}

	Duration longestTurn() {
		return this.longestTurn;
	}

	Executor texts() {
		return this.texts;
	}

	Executor binaries() {
		return this.binaries;
	}

	RecordingHandler answering(BiFunction<Connection, Message, CompletionStage<?>> onMessage) {
		this.onMessage = onMessage;
		return this;
	}

	RecordingHandler failingOnClose(RuntimeException failure) {
		this.closeFailure = failure;
		return this;
	}

	List<String> calls() {
		return this.calls;
	}

	List<Message> messages() {
		return this.messages;
	}

	void complete() {
		this.stages.remove().complete(null);
	}

	void fail(Throwable error) {
		this.stages.remove().completeExceptionally(error);
	}

	void completeAll() {
		this.asynchronous = false;
		while (!this.stages.isEmpty()) {
			complete();
		}
	}

	@Override
	public CompletionStage<?> onOpen(Connection connection) {
		this.calls.add("open");
		return stage(null);
	}

	@Override
	public CompletionStage<?> onMessage(Connection connection, Message message) {
		this.calls.add(new String(message.toByteArray(), StandardCharsets.ISO_8859_1));
		this.messages.add(message);
		return stage(this.onMessage.apply(connection, message));
	}

	@Override
	public void onPong(Connection connection, ByteBuffer payload) {
		this.calls.add("pong " + StandardCharsets.ISO_8859_1.decode(payload));
	}

	@Override
	public CompletionStage<?> onClose(Connection connection, CloseReason reason) {
		this.calls.add(("close " + reason.code() + " " + reason.text()).strip() + (reason.remote() ? " by peer" : ""));
		if (this.closeFailure != null) {
			throw this.closeFailure;
		}
		return stage(null);
	}

	private CompletionStage<?> stage(CompletionStage<?> given) {
		if (given == null && this.asynchronous) {
			this.stages.add(new CompletableFuture<>());
			return this.stages.getLast();
		}
		return given;
	}

}
