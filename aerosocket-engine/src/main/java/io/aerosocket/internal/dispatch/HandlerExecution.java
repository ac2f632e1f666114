package io.aerosocket.internal.dispatch;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Execution;
import io.aerosocket.FragmentHandler;
import io.aerosocket.Message;

/**
 * Makes an application's calls and takes what they throw to its error handler. Leaves the
 * event loop for {@link #onOpen} and {@link #onClose} if it was asked to; calls with
 * messages are made where they are wanted, which is on {@link #threads}, several at a
 * time.
 */
public final class HandlerExecution implements ConnectionHandler {

	private final ConnectionHandler handler;

	private final @Nullable Executor open;

	private final @Nullable Executor text;

	private final @Nullable Executor binary;

	private final @Nullable Executor close;

	/**
	 * Creates the execution of a handler.
	 * @param handler the application's handler
	 * @param executors the threads it may ask for
	 * @throws IllegalArgumentException if it asks for virtual threads where there are
	 * none
	 */
	public HandlerExecution(ConnectionHandler handler, HandlerExecutors executors) {
		this.handler = handler;
		this.open = executor(Event.OPEN, executors);
		this.text = executor(Event.TEXT, executors);
		this.binary = executor(Event.BINARY, executors);
		this.close = executor(Event.CLOSE, executors);
	}

	/**
	 * Returns what makes the calls, which takes fragments if the handler does.
	 * @return this, or the same for fragments
	 */
	public ConnectionHandler calls() {
		return (this.handler instanceof FragmentHandler fragments) ? new FragmentExecution(fragments, this) : this;
	}

	/**
	 * Returns where calls with messages are wanted.
	 * @param text for a text, or for binary data
	 * @return other threads, or {@code null} for the event loop
	 */
	public @Nullable Executor threads(boolean text) {
		return text ? this.text : this.binary;
	}

	@Override
	public Execution execution(Event event) {
		return this.handler.execution(event);
	}

	@Override
	public @Nullable CompletionStage<?> onOpen(Connection connection) {
		return run(this.open, connection, () -> this.handler.onOpen(connection));
	}

	@Override
	public @Nullable CompletionStage<?> onMessage(Connection connection, Message message) {
		// Spelled out, since this is done for every message and a lambda is an object.
		CompletionStage<?> stage;
		try {
			stage = this.handler.onMessage(connection, message);
		}
		catch (Throwable ex) {
			return failed(connection, ex);
		}
		return (stage != null) ? guarded(connection, stage) : null;
	}

	@Override
	public void onPong(Connection connection, ByteBuffer payload) {
		try {
			this.handler.onPong(connection, payload);
		}
		catch (Throwable ex) {
			CompletionStage<?> handled = failed(connection, ex);
			if (handled != null) {
				rethrow(connection, handled.toCompletableFuture());
			}
		}
	}

	@Override
	public String toString() {
		return this.handler.toString();
	}

	@Override
	public @Nullable CompletionStage<?> onClose(Connection connection, CloseReason reason) {
		return run(this.close, connection, () -> this.handler.onClose(connection, reason));
	}

	private @Nullable Executor executor(Event event, HandlerExecutors executors) {
		Execution execution = this.handler.execution(event);
		return (execution != Execution.EVENT_LOOP) ? executors.executor(execution) : null;
	}

	private @Nullable CompletionStage<?> run(@Nullable Executor executor, Connection connection,
			Supplier<@Nullable CompletionStage<?>> call) {
		if (executor == null) {
			return call(connection, call);
		}
		CompletableFuture<@Nullable Object> done = new CompletableFuture<>();
		try {
			executor.execute(() -> complete(done, call(connection, call)));
		}
		catch (RejectedExecutionException ex) {
			done.completeExceptionally(ex);
		}
		return done;
	}

	private static void complete(CompletableFuture<@Nullable Object> done, @Nullable CompletionStage<?> stage) {
		if (stage == null) {
			done.complete(null);
			return;
		}
		stage.whenComplete((result, error) -> {
			if (error != null) {
				done.completeExceptionally(error);
			}
			else {
				done.complete(null);
			}
		});
	}

	/**
	 * Makes a call on this thread.
	 * @param connection the connection it is for
	 * @param call the call
	 * @return a stage to wait for, or {@code null}
	 */
	@Nullable CompletionStage<?> call(Connection connection, Supplier<@Nullable CompletionStage<?>> call) {
		CompletionStage<?> stage;
		try {
			stage = call.get();
		}
		catch (Throwable ex) {
			return failed(connection, ex);
		}
		return (stage != null) ? guarded(connection, stage) : null;
	}

	private CompletionStage<?> guarded(Connection connection, CompletionStage<?> stage) {
		return stage.<@Nullable Object>thenApply((result) -> null).exceptionallyCompose((error) -> {
			CompletionStage<?> handled = failed(connection, error);
			return (handled != null) ? handled.thenApply((result) -> null) : CompletableFuture.completedStage(null);
		});
	}

	// Nobody waits for this call: what is left unhandled is thrown on if it is known now.
	private static void rethrow(Connection connection, CompletableFuture<?> handled) {
		if (handled.isDone()) {
			handled.join();
			return;
		}
		handled.whenComplete((result, error) -> {
			if (error != null) {
				connection.close(CloseCode.INTERNAL_ERROR, "");
			}
		});
	}

	// Takes an error to the application's error handler, on the thread it happened on.
	private @Nullable CompletionStage<?> failed(Connection connection, Throwable error) {
		Throwable cause = unwrap(error);
		CompletionStage<?> handled;
		try {
			handled = this.handler.onError(connection, cause);
		}
		catch (Throwable ex) {
			FailedAgain.remember(ex, cause);
			return CompletableFuture.failedStage(ex);
		}
		return (handled != null) ? handled.whenComplete((result, again) -> {
			if (again != null) {
				FailedAgain.remember(unwrap(again), cause);
			}
		}) : null;
	}

	private static Throwable unwrap(Throwable error) {
		return (error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error;
	}

}
