package io.aerosocket.internal.connection;

import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseReason;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.internal.flight.FlightRecorder;
import io.aerosocket.internal.flight.RecordedCall;
import io.aerosocket.internal.message.ReceivedMessage;
import io.aerosocket.telemetry.EngineListener;
import io.aerosocket.telemetry.TimingListener;

/**
 * Calls one connection's handler, one call at a time and in order, a call being over when
 * its stage is. What arrives meanwhile waits, within bounds: on other threads in a
 * {@link WorkerTurn}, behind a call on the event loop here.
 */
final class InboundQueue {

	private final WebSocketConnection connection;

	private @Nullable PendingMessages pending;

	private boolean busy;

	private boolean draining;

	/** Whether what is handled is counted, because its call ends later. */
	private boolean counted;

	private @Nullable ReceivedMessage current;

	/** Made when a message is handled elsewhere, and kept until a sweep finds it idle. */
	private @Nullable WorkerTurn turn;

	private @Nullable CloseReason closeReason;

	private @Nullable Runnable whenIdle;

	private long startedAt;

	InboundQueue(WebSocketConnection connection) {
		this.connection = connection;
	}

	void opened() {
		call(() -> endpoint().handler().onOpen(this.connection));
	}

	private @Nullable CompletionStage<?> call(Supplier<@Nullable CompletionStage<?>> handler) {
		RecordedCall call = begin(null);
		CompletionStage<?> stage = null;
		Throwable error = null;
		try {
			stage = handler.get();
		}
		catch (Throwable ex) {
			error = ex;
		}
		follow(stage, error, call);
		return stage;
	}

	/**
	 * A message arrived.
	 * @param message the message, whose bytes are lent for this call
	 */
	void received(ReceivedMessage message) {
		if (endpoint().listeners().timing() != null
				&& this.connection.group().isArrivalSampled(TimingListener.SAMPLE)) {
			message.arrivedAt(System.nanoTime());
		}
		if (!this.busy && (this.pending == null || this.pending.isEmpty())
				&& (this.turn == null || mayHandle(message))) {
			handle(message);
		}
		else {
			await(message);
		}
		if (isFull()) {
			this.connection.reader().pause();
		}
	}

	private void await(ReceivedMessage message) {
		if (memory().refuses(this.connection, message, message.size())) {
			return;
		}
		message.detach(this.connection.transport().alloc());
		if (this.pending == null) {
			this.pending = new PendingMessages();
		}
		this.pending.add(message);
	}

	/**
	 * A read has ended: what it brought for other threads goes there together.
	 */
	void readEnded() {
		startTurn();
		if (this.whenIdle != null && !this.busy) {
			next();
		}
	}

	private void startTurn() {
		if (this.turn != null) {
			this.turn.start();
		}
	}

	/**
	 * The turn of another thread has ended, as was asked for.
	 */
	void turnEnded() {
		if (!this.busy) {
			next();
		}
	}

	/**
	 * Returns whether the worker that sends this will have the event loop woken later.
	 * Safe for any thread.
	 * @return {@code false} if it has to be woken now
	 */
	boolean wakesLoopLater() {
		WorkerTurn current = this.turn;
		return current != null && current.wakesLoopLater();
	}

	/**
	 * Gives up what an idle connection does not need.
	 */
	void sweep() {
		if (this.turn != null && this.turn.isIdle()) {
			this.turn = null;
		}
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
			this.connection.reader().resume();
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
			release(handled);
		}
		discardPending();
	}

	private void release(ReceivedMessage handled) {
		if (this.counted) {
			this.counted = false;
			memory().resized(-UnfinishedMemory.steps(handled.memory()));
		}
		handled.release();
	}

	/**
	 * Gives up what waits.
	 */
	void discardPending() {
		while (this.pending != null && !this.pending.isEmpty()) {
			this.pending.remove().release();
		}
		this.connection.reader().tellKept();
		if (this.turn != null) {
			this.turn.discard();
		}
	}

	/**
	 * Gives up what waits because there is no memory for it.
	 */
	void giveUp() {
		while (this.pending != null && !this.pending.isEmpty()) {
			UnfinishedMemory.drop(this.connection, this.pending.remove());
		}
		discardPending();
	}

	/**
	 * Returns what waits for another thread. Safe for any thread.
	 * @return that, or {@code null} if nothing ever did
	 */
	@Nullable WorkerTurn elsewhere() {
		return this.turn;
	}

	/**
	 * Returns whether anything waits for its handler.
	 * @return whether it does, here or elsewhere
	 */
	boolean isWaiting() {
		return this.busy || hasPending() || (this.turn != null && !this.turn.isIdle());
	}

	boolean hasPending() {
		return this.pending != null && !this.pending.isEmpty();
	}

	/**
	 * Returns what waits for the event loop.
	 * @return bytes of memory
	 */
	long pendingBytes() {
		return (this.pending != null) ? UnfinishedMemory.ofMessages(this.pending.count(), this.pending.bytes()) : 0;
	}

	/**
	 * Returns whether as much waits as may. If it waits for another thread, that thread
	 * has the connection go on reading.
	 * @return whether to stop reading
	 */
	boolean isFull() {
		if (this.turn == null || !isAtBound()) {
			return this.pending != null && isAtBound();
		}
		this.turn.tellWhenLow();
		// Once more, as it may have become less before it was to be told.
		return isAtBound();
	}

	private boolean isAtBound() {
		ConnectionOptions options = endpoint().options();
		int messages = waitingMessages();
		return messages >= options.maxPendingMessages() || waitingBytes() >= options.maxPendingBytes()
				|| (messages > 0 && memory().isTight());
	}

	/**
	 * Returns whether so little waits that reading goes on. Safe for any thread.
	 * @param messages how many wait
	 * @param bytes their size
	 * @return whether it is half of what may wait at most, or nothing if memory is tight
	 */
	boolean isLow(int messages, long bytes) {
		ConnectionOptions options = endpoint().options();
		if (messages > 0 && memory().isTight()) {
			return false;
		}
		return messages <= options.maxPendingMessages() / 2 && bytes <= options.maxPendingBytes() / 2;
	}

	private int waitingMessages() {
		return ((this.pending != null) ? this.pending.count() : 0)
				+ ((this.turn != null) ? this.turn.waitingMessages() : 0);
	}

	private long waitingBytes() {
		return ((this.pending != null) ? this.pending.bytes() : 0)
				+ ((this.turn != null) ? this.turn.waitingBytes() : 0);
	}

	// Whether a message need not wait for those that another thread handles.
	private boolean mayHandle(ReceivedMessage message) {
		WorkerTurn before = this.turn;
		return before == null || before.isIdle() || before.isOn(endpoint().threads(message.isText())) || isOver(before);
	}

	private static boolean isOver(WorkerTurn before) {
		before.start();
		return before.tellWhenIdle();
	}

	private void handle(ReceivedMessage message) {
		Executor threads = endpoint().threads(message.isText());
		if (threads != null || (endpoint().current().keepsMessages() && memory().isTight())) {
			if (memory().refuses(this.connection, message, message.size())) {
				return;
			}
			// Rather a small one by itself than all that was read with it.
			message.detach(this.connection.transport().alloc());
		}
		if (threads != null) {
			if (this.turn == null || !this.turn.isOn(threads)) {
				this.turn = new WorkerTurn(this.connection, this, endpoint(), threads);
			}
			this.turn.add(message);
			return;
		}
		RecordedCall call = begin(message);
		CompletionStage<?> stage = null;
		Throwable error = null;
		try {
			stage = endpoint().handle(this.connection, message);
		}
		catch (Throwable ex) {
			error = ex;
		}
		if (stage != null) {
			message.retain();
		}
		follow(stage, error, call);
		if (stage != null && message.equals(this.current)) {
			this.counted = true;
			endpoint().current().keepMessages();
			memory().resized(UnfinishedMemory.steps(message.memory()));
		}
	}

	private @Nullable RecordedCall begin(@Nullable ReceivedMessage message) {
		this.busy = true;
		this.current = message;
		this.startedAt = (!endpoint().listeners().isEmpty()
				&& this.connection.group().isSampled(EngineListener.HANDLING_SAMPLE)) ? System.nanoTime() : 0;
		if (message != null && message.arrivedAt() != 0) {
			endpoint().tellWait(this.connection, message.size(), System.nanoTime() - message.arrivedAt());
		}
		return FlightRecorder.callBegins();
	}

	private void follow(@Nullable CompletionStage<?> stage, @Nullable Throwable error, @Nullable RecordedCall call) {
		if (stage == null) {
			finish(error, call);
			return;
		}
		try {
			stage.whenComplete((result, failure) -> finishOnLoop(failure, call));
		}
		catch (Throwable ex) {
			// A stage of somebody else's making: nobody would come back.
			finish(ex, call);
		}
	}

	private void finishOnLoop(@Nullable Throwable failure, @Nullable RecordedCall call) {
		if (this.connection.group().loop().inEventLoop()) {
			finish(failure, call);
			return;
		}
		this.connection.group().execute(() -> finish(failure, call), this::abandon);
	}

	private void finish(@Nullable Throwable error, @Nullable RecordedCall call) {
		ReceivedMessage message = this.current;
		if (call != null) {
			call.ended(this.connection, endpoint().handler(), (message != null) ? message.size() : -1, error);
		}
		if (this.startedAt != 0) {
			endpoint().listeners().handled(this.connection, System.nanoTime() - this.startedAt, error != null);
		}
		if (message != null) {
			this.current = null;
			release(message);
		}
		if (error != null) {
			this.connection.handlerFailed(error);
		}
		this.busy = false;
		if (this.pending != null || this.whenIdle != null || this.closeReason != null
				|| this.connection.reader().hasHeldBytes()) {
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
		startTurn();
	}

	private boolean handleNext() {
		ReceivedMessage message = (this.pending != null) ? this.pending.peek() : null;
		if (message != null) {
			return mayHandle(message) && handleFirst();
		}
		this.pending = null;
		if (this.connection.reader().hasHeldBytes()) {
			if (!this.connection.reader().mayDecodeHeldBytes() || isFull()) {
				return false;
			}
			this.connection.reader().resume();
			return true;
		}
		if (this.whenIdle == null && this.closeReason == null) {
			return false;
		}
		return (this.turn == null || isOver(this.turn)) && handleEnd();
	}

	private boolean handleFirst() {
		ReceivedMessage message = Objects.requireNonNull(this.pending).remove();
		this.connection.reader().tellKept();
		handle(message);
		if (isLow(waitingMessages(), waitingBytes())) {
			this.connection.reader().resume();
		}
		else if (this.turn != null) {
			this.turn.tellWhenLow();
		}
		return true;
	}

	private boolean handleEnd() {
		Runnable action = this.whenIdle;
		if (action == null) {
			return tellClosed();
		}
		// More may follow while it decodes. The end of the read comes by again.
		boolean runs = !this.connection.reader().isDecoding();
		if (runs) {
			this.whenIdle = null;
			action.run();
		}
		return runs;
	}

	private boolean tellClosed() {
		CloseReason reason = this.closeReason;
		if (reason == null) {
			return false;
		}
		this.closeReason = null;
		CompletionStage<?> stage = call(() -> endpoint().handler().onClose(this.connection, reason));
		if (stage == null) {
			this.connection.finished();
		}
		else {
			stage.whenComplete((result, failure) -> this.connection.execute(this.connection::finished));
		}
		return true;
	}

	private Endpoint endpoint() {
		return this.connection.endpoint();
	}

	private UnfinishedMemory memory() {
		return this.connection.group().registry().unfinishedMemory();
	}

}
