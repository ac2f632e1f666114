package io.aerosocket.spring.boot.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Message;
import io.aerosocket.client.AeroClient;

/**
 * Asks a question, waits for its answer, and asks the next. When the server goes away it
 * comes back as it is told to, and asks again what was not answered.
 */
final class AskingClient implements ConnectionHandler {

	private final AeroClient client;

	private final URI uri;

	private final int number;

	private final List<String> faults = new CopyOnWriteArrayList<>();

	private final List<Duration> hints = new CopyOnWriteArrayList<>();

	private volatile int asked;

	private volatile int answered;

	private volatile int moves;

	private volatile int refusals;

	private volatile long closedAt;

	private volatile long longestPause;

	private volatile boolean finishing;

	private volatile boolean finished;

	AskingClient(AeroClient client, URI uri, int number) {
		this.client = client;
		this.uri = uri;
		this.number = number;
	}

	void connect() {
		this.client.connect(this.uri, this).whenComplete((connection, error) -> {
			if (error != null) {
				this.refusals = this.refusals + 1;
				this.faults.add("refused: " + error);
			}
		});
	}

	@Override
	public @Nullable CompletionStage<?> onOpen(Connection connection) {
		ask(connection);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onMessage(Connection connection, Message message) {
		String text = ((Message.Text) message).text();
		if (!text.equals("answer to " + question())) {
			this.faults.add("expected an answer to " + question() + " but received " + text);
		}
		this.answered = this.answered + 1;
		if (this.closedAt != 0) {
			this.longestPause = Math.max(this.longestPause, System.nanoTime() - this.closedAt);
			this.closedAt = 0;
		}
		if (this.finishing) {
			connection.close(CloseCode.NORMAL, "");
		}
		else {
			ask(connection);
		}
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onClose(Connection connection, CloseReason reason) {
		if (reason.code().equals(CloseCode.NORMAL)) {
			this.finished = true;
			return null;
		}
		Duration away = reason.retryAfter();
		if (!reason.code().equals(CloseCode.GOING_AWAY) || away == null) {
			this.faults.add("closed with " + reason);
			return null;
		}
		this.closedAt = System.nanoTime();
		this.hints.add(away);
		this.moves = this.moves + 1;
		Executor later = CompletableFuture.delayedExecutor(away.toMillis(), TimeUnit.MILLISECONDS);
		later.execute(this::connect);
		return null;
	}

	void finish() {
		this.finishing = true;
	}

	boolean isFinished() {
		return this.finished;
	}

	int number() {
		return this.number;
	}

	int asked() {
		return this.asked;
	}

	int answered() {
		return this.answered;
	}

	int moves() {
		return this.moves;
	}

	int refusals() {
		return this.refusals;
	}

	long longestPauseMillis() {
		return TimeUnit.NANOSECONDS.toMillis(this.longestPause);
	}

	List<String> faults() {
		return this.faults;
	}

	List<Duration> hints() {
		return this.hints;
	}

	private void ask(Connection connection) {
		this.asked = this.asked + 1;
		connection.sendText(question());
	}

	private String question() {
		return "client " + this.number + " message " + this.answered;
	}

}
