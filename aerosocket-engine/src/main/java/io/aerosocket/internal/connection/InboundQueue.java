package io.aerosocket.internal.connection;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;

import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseReason;
import io.aerosocket.FragmentHandler;
import io.aerosocket.internal.message.ReceivedMessage;
import io.aerosocket.telemetry.EngineListener;

/**
 * Calls one connection's handler, one call at a time and in order, a call being over when
 * its stage is. What arrives meanwhile waits here, within bounds: at them the connection
 * stops reading.
 */
final class InboundQueue {

	private final WebSocketConnection connection;

	private final Endpoint endpoint;

	private final ByteBufAllocator allocator;

	private @Nullable Queue<ReceivedMessage> pending;

	private long pendingBytes;

	private boolean busy;

	private boolean draining;

	private @Nullable ReceivedMessage current;

	private @Nullable CloseReason closeReason;

	private @Nullable Runnable whenIdle;

	private long startedAt;

	InboundQueue(WebSocketConnection connection, Endpoint endpoint, ByteBufAllocator allocator) {
		this.connection = connection;
		this.endpoint = endpoint;
		this.allocator = allocator;
	}

	void opened() {
		begin(null);
		CompletionStage<?> stage = null;
		Throwable error = null;
		try {
			stage = this.endpoint.handler().onOpen(this.connection);
		}
		catch (Throwable ex) {
			error = ex;
		}
		follow(stage, error);
	}

	/**
	 * A message arrived.
	 * @param message the message, whose bytes are lent for this call
	 */
	void received(ReceivedMessage message) {
		if (!this.busy && (this.pending == null || this.pending.isEmpty())) {
			handle(message);
			return;
		}
		message.detach(this.allocator);
		if (this.pending == null) {
			this.pending = new ArrayDeque<>();
		}
		this.pending.add(message);
		this.pendingBytes += message.size();
	}

	/**
	 * The connection has ended: the handler is told after what waits.
	 * @param reason why
	 */
	void closed(CloseReason reason) {
		this.closeReason = reason;
		if (!this.busy) {
			next();
		}
	}

	/**
	 * Goes on with what the reader held back.
	 */
	void readOn() {
		// What is handled meanwhile must not go on with it as well: the bytes would be
		// decoded out of order.
		this.draining = true;
		try {
			this.connection.resumeReading();
		}
		finally {
			this.draining = false;
		}
		if (!this.busy) {
			next();
		}
	}

	/**
	 * Runs an action as soon as no call is under way and nothing waits.
	 * @param action what to run, on the event loop
	 */
	void whenIdle(Runnable action) {
		this.whenIdle = action;
		if (!this.busy) {
			next();
		}
	}

	/**
	 * Gives up what waits and what is being handled, when nobody will come back for it.
	 */
	void abandon() {
		ReceivedMessage handled = this.current;
		this.current = null;
		if (handled != null) {
			handled.release();
		}
		discardPending();
	}

	/**
	 * Gives up what waits.
	 */
	void discardPending() {
		Queue<ReceivedMessage> waiting = this.pending;
		this.pending = null;
		this.pendingBytes = 0;
		if (waiting != null) {
			waiting.forEach(ReceivedMessage::release);
		}
	}

	boolean isFull() {
		return this.pending != null && (this.pending.size() >= this.endpoint.options().maxPendingMessages()
				|| this.pendingBytes >= this.endpoint.options().maxPendingBytes());
	}

	private boolean hasDrained() {
		return this.pending == null || (this.pending.size() <= this.endpoint.options().maxPendingMessages() / 2
				&& this.pendingBytes <= this.endpoint.options().maxPendingBytes() / 2);
	}

	private void handle(ReceivedMessage message) {
		boolean leavesLoop = this.endpoint.leavesLoop(message.isText());
		if (leavesLoop) {
			message.detach(this.allocator);
		}
		begin(message);
		CompletionStage<?> stage = null;
		Throwable error = null;
		try {
			FragmentHandler fragments = this.endpoint.fragments();
			stage = (fragments != null) ? fragments.onFragment(this.connection, message.asFragment())
					: this.endpoint.handler().onMessage(this.connection, message.asMessage());
		}
		catch (Throwable ex) {
			error = ex;
		}
		if (stage != null && !leavesLoop) {
			message.retain();
		}
		follow(stage, error);
	}

	private void begin(@Nullable ReceivedMessage message) {
		this.busy = true;
		this.current = message;
		boolean timed = !this.endpoint.listeners().isEmpty()
				&& ((message != null && this.endpoint.leavesLoop(message.isText()))
						|| this.connection.group().isSampled(EngineListener.HANDLING_SAMPLE));
		this.startedAt = timed ? System.nanoTime() : 0;
	}

	private void follow(@Nullable CompletionStage<?> stage, @Nullable Throwable error) {
		if (stage == null) {
			finish(error);
			return;
		}
		stage.whenComplete((result, failure) -> {
			if (this.connection.group().loop().inEventLoop()) {
				finish(failure);
			}
			else {
				this.connection.group().execute(() -> finish(failure), this::abandon);
			}
		});
	}

	private void finish(@Nullable Throwable error) {
		ReceivedMessage message = this.current;
		if (this.startedAt != 0) {
			this.endpoint.listeners().handled(this.connection, System.nanoTime() - this.startedAt, error != null);
		}
		if (message != null) {
			this.current = null;
			message.release();
		}
		if (error != null) {
			this.connection.handlerFailed(error);
		}
		this.busy = false;
		if (this.pending != null || this.whenIdle != null || this.closeReason != null
				|| this.connection.hasHeldBytes()) {
			next();
		}
	}

	// Goes through what waits. A loop, since calls that finish at once would recurse.
	private void next() {
		if (this.draining) {
			return;
		}
		this.draining = true;
		try {
			boolean more = true;
			while (more && !this.busy) {
				more = handleNext();
			}
		}
		finally {
			this.draining = false;
		}
	}

	private boolean handleNext() {
		ReceivedMessage message = (this.pending != null) ? this.pending.poll() : null;
		if (message != null) {
			this.pendingBytes -= message.size();
			handle(message);
			if (hasDrained()) {
				this.connection.resumeReading();
			}
			return true;
		}
		this.pending = null;
		if (this.connection.hasHeldBytes()) {
			this.connection.resumeReading();
			return true;
		}
		Runnable action = this.whenIdle;
		if (action != null) {
			this.whenIdle = null;
			action.run();
			return true;
		}
		return tellClosed();
	}

	private boolean tellClosed() {
		CloseReason reason = this.closeReason;
		if (reason == null) {
			return false;
		}
		this.closeReason = null;
		begin(null);
		CompletionStage<?> stage = null;
		Throwable error = null;
		try {
			stage = this.endpoint.handler().onClose(this.connection, reason);
		}
		catch (Throwable ex) {
			error = ex;
		}
		follow(stage, error);
		if (stage == null) {
			this.connection.finished();
		}
		else {
			stage.whenComplete((result, failure) -> this.connection.execute(this.connection::finished));
		}
		return true;
	}

}
