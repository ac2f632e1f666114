package io.aerosocket.internal.connection;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.aerosocket.BroadcastResult;

/**
 * Adds up what the event loops have done for one broadcast. Safe for any thread.
 */
final class BroadcastCount {

	private final CompletableFuture<BroadcastResult> done = new CompletableFuture<>();

	private BroadcastResult result = BroadcastResult.none();

	private int missing;

	private @Nullable Throwable failure;

	/**
	 * Creates a count.
	 * @param parts how many parts it is made of
	 */
	BroadcastCount(int parts) {
		this.missing = parts;
		if (parts == 0) {
			this.done.complete(this.result);
		}
	}

	/**
	 * Has an event loop do its part.
	 * @param group the connections of the event loop
	 * @param part what to do
	 * @param afterTheEnd what counts instead when the event loop has ended
	 */
	void run(ConnectionGroup group, Consumer<SendCount> part, SendCount afterTheEnd) {
		try {
			group.loop().execute(() -> run(part));
		}
		catch (RejectedExecutionException ex) {
			add(afterTheEnd);
		}
	}

	private void run(Consumer<SendCount> part) {
		SendCount count = new SendCount();
		Throwable error = null;
		try {
			part.accept(count);
		}
		catch (Throwable ex) {
			error = ex;
		}
		add(count, error);
	}

	void add(SendCount count) {
		add(count, null);
	}

	private void add(SendCount count, @Nullable Throwable error) {
		BroadcastResult whole;
		Throwable cause;
		synchronized (this) {
			this.result = this.result.plus(count.result());
			if (error != null) {
				this.failure = error;
			}
			if (--this.missing > 0) {
				return;
			}
			whole = this.result;
			cause = this.failure;
		}
		if (cause != null) {
			this.done.completeExceptionally(cause);
		}
		else {
			this.done.complete(whole);
		}
	}

	CompletionStage<BroadcastResult> done() {
		return this.done;
	}

}
