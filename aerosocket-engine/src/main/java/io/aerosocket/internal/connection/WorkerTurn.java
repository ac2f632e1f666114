package io.aerosocket.internal.connection;

import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.aerosocket.internal.flight.FlightRecorder;
import io.aerosocket.internal.flight.RecordedCall;
import io.aerosocket.internal.message.ReceivedMessage;

/**
 * Handles one connection's messages on a thread other than the event loop: all that wait,
 * one at a time and in order, and those that arrive meanwhile. Messages go to the thread
 * once for a turn, not once for each; the event loop is told of nothing unless it asked.
 * <p>
 * The event loop puts messages in. One thread at a time has the turn: the worker, or
 * whoever completes the stage that a call returned.
 */
final class WorkerTurn implements Runnable {

	/**
	 * So many messages are handled before the thread is given back to those who wait for
	 * one.
	 */
	static final int LONGEST_MESSAGES = 64;

	private static final AtomicIntegerFieldUpdater<WorkerTurn> RUNNING = AtomicIntegerFieldUpdater
		.newUpdater(WorkerTurn.class, "running");

	private static final AtomicLongFieldUpdater<WorkerTurn> WAITING = AtomicLongFieldUpdater
		.newUpdater(WorkerTurn.class, "waiting");

	/** One message, in a number that has the messages' bytes below. */
	private static final long ONE_MESSAGE = 1L << 40;

	private final WebSocketConnection connection;

	private final InboundQueue inbound;

	private final Endpoint endpoint;

	private final Executor threads;

	private final Queue<ReceivedMessage> messages = new ConcurrentLinkedQueue<>();

	private final UnfinishedMemory memory;

	private volatile long waiting;

	private volatile int running;

	private volatile boolean tellsWhenIdle;

	private volatile boolean tellsWhenLow;

	/** Whether the event loop comes by to write what was sent. */
	private volatile boolean watched;

	/** Who has the turn; read by others too, who do not find themselves. */
	private @Nullable Thread thread;

	private boolean holdsBack;

	WorkerTurn(WebSocketConnection connection, InboundQueue inbound, Endpoint endpoint, Executor threads) {
		this.connection = connection;
		this.inbound = inbound;
		this.endpoint = endpoint;
		this.threads = threads;
		this.memory = connection.group().registry().unfinishedMemory();
	}

	// --- the event loop

	boolean isOn(@Nullable Executor others) {
		return this.threads.equals(others);
	}

	/**
	 * Adds a message, to be handled in this turn or, if none is under way, in the one
	 * that is {@link #start started} next.
	 * @param message the message, which owns its bytes
	 */
	void add(ReceivedMessage message) {
		long now = WAITING.addAndGet(this, ONE_MESSAGE + message.size());
		this.messages.add(message);
		this.memory.resized(steps(now) - steps(now - ONE_MESSAGE - message.size()));
		if (now >= LONGEST_MESSAGES * ONE_MESSAGE) {
			start();
		}
		if (now >= 2 * ONE_MESSAGE && !this.watched) {
			this.watched = true;
			this.connection.group().watch(this);
		}
	}

	/**
	 * Begins with what was added, unless a turn is under way, which will come to it.
	 */
	void start() {
		if (this.running == 0 && !this.messages.isEmpty() && RUNNING.compareAndSet(this, 0, 1)) {
			submit();
		}
	}

	int waitingMessages() {
		return (int) (this.waiting / ONE_MESSAGE);
	}

	long waitingBytes() {
		return this.waiting % ONE_MESSAGE;
	}

	boolean isIdle() {
		return this.running == 0 && this.messages.isEmpty();
	}

	/**
	 * Asks to be told when nothing is left to do.
	 * @return {@code true} if that is so now
	 */
	boolean tellWhenIdle() {
		// Said before it is looked at, as the worker looks at it after it has ended.
		this.tellsWhenIdle = true;
		return isIdle();
	}

	/**
	 * Asks to be told when there is room again for what was held back.
	 */
	void tellWhenLow() {
		this.tellsWhenLow = true;
	}

	/**
	 * Returns what waits, as {@link UnfinishedMemory} counts it. Safe for any thread.
	 * @return steps
	 */
	int waitingSteps() {
		return steps(this.waiting);
	}

	/**
	 * Gives up what waits because there is no memory for it. Safe for any thread.
	 * @return steps
	 */
	int giveUp() {
		int steps = waitingSteps();
		for (ReceivedMessage message = (steps > 0) ? take() : null; message != null; message = take()) {
			UnfinishedMemory.drop(this.connection, message);
		}
		return steps;
	}

	/**
	 * Gives up what waits.
	 */
	void discard() {
		for (ReceivedMessage message = take(); message != null; message = take()) {
			message.release();
		}
	}

	/**
	 * Writes what was sent and held back.
	 * @return whether more may be
	 */
	boolean writeWhatIsHeldBack() {
		// From here on the worker holds nothing back; what it did before is in the queue.
		this.watched = false;
		if (!Sender.writeQueued(this.connection) || isIdle()) {
			return false;
		}
		this.watched = true;
		return true;
	}

	// --- any thread

	/**
	 * Returns whether the caller has this turn, will go on sending, and has the event
	 * loop woken later.
	 * @return {@code false} if it has to be woken now
	 */
	boolean wakesLoopLater() {
		if (this.thread != Thread.currentThread() || this.messages.isEmpty() || !this.watched) {
			return false;
		}
		this.holdsBack = true;
		return true;
	}

	// --- who has the turn

	@Override
	public void run() {
		this.thread = Thread.currentThread();
		long began = System.nanoTime();
		int left = LONGEST_MESSAGES;
		while (true) {
			ReceivedMessage message = take();
			if (message == null) {
				if (rest()) {
					return;
				}
			}
			else if (!handle(message)) {
				return;
			}
			else if (--left == 0 || System.nanoTime() - began >= this.endpoint.longestTurnNanos()) {
				pause();
				goOn();
				return;
			}
		}
	}

	private @Nullable ReceivedMessage take() {
		ReceivedMessage message = this.messages.poll();
		if (message != null) {
			long now = WAITING.addAndGet(this, -ONE_MESSAGE - message.size());
			this.memory.resized(steps(now) - steps(now + ONE_MESSAGE + message.size()));
			if (this.tellsWhenLow && this.inbound.isLow(waitingMessages(), waitingBytes())) {
				this.tellsWhenLow = false;
				tell(this.connection::goOnReading);
			}
		}
		return message;
	}

	private static int steps(long waiting) {
		return UnfinishedMemory.steps(UnfinishedMemory.ofMessages(waiting / ONE_MESSAGE, waiting % ONE_MESSAGE));
	}

	// Returns whether the call is over; if not, the turn is given away.
	private boolean handle(ReceivedMessage message) {
		long startedAt = this.endpoint.listeners().isEmpty() ? 0 : System.nanoTime();
		if (message.arrivedAt() != 0) {
			this.endpoint.tellWait(this.connection, message.size(), startedAt - message.arrivedAt());
		}
		this.memory.resized(UnfinishedMemory.steps(message.memory()));
		RecordedCall recorded = FlightRecorder.callBegins();
		CompletionStage<?> stage;
		try {
			stage = this.endpoint.handle(this.connection, message);
		}
		catch (Throwable ex) {
			finish(message, startedAt, ex, recorded);
			return true;
		}
		if (stage == null) {
			finish(message, startedAt, null, recorded);
			return true;
		}
		return follow(stage, new Call(message, startedAt, recorded));
	}

	private boolean follow(CompletionStage<?> stage, Call call) {
		Thread current = this.thread;
		pause();
		try {
			stage.whenComplete(call);
		}
		catch (Throwable ex) {
			// A stage of somebody else's making: nobody would come back.
			call.accept(null, ex);
		}
		if (!call.getAndSet(true)) {
			return false;
		}
		this.thread = current;
		call.finish();
		return true;
	}

	private void finish(ReceivedMessage message, long startedAt, @Nullable Throwable error,
			@Nullable RecordedCall recorded) {
		if (recorded != null) {
			recorded.ended(this.connection, this.endpoint.handler(), message.size(), error);
		}
		if (startedAt != 0) {
			this.endpoint.listeners().handled(this.connection, System.nanoTime() - startedAt, error != null);
		}
		int steps = UnfinishedMemory.steps(message.memory());
		message.release();
		this.memory.resized(-steps);
		if (error != null) {
			this.connection.handlerFailed(error);
		}
	}

	// The thread goes: what was held back must not wait for the next one.
	private void pause() {
		this.thread = null;
		if (this.holdsBack) {
			this.holdsBack = false;
			Sender.wakeLoop(this.connection);
		}
	}

	private void goOn() {
		if (!this.messages.isEmpty() || !rest()) {
			submit();
		}
	}

	// Ends the turn, unless something came at the last moment.
	private boolean rest() {
		Thread current = this.thread;
		pause();
		this.running = 0;
		if (!this.messages.isEmpty() && RUNNING.compareAndSet(this, 0, 1)) {
			this.thread = current;
			return false;
		}
		if (this.tellsWhenIdle) {
			this.tellsWhenIdle = false;
			tell(this.inbound::turnEnded);
		}
		return true;
	}

	private void submit() {
		try {
			this.threads.execute(this);
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			// Or no thread more can be made.
			refuse(ex);
		}
	}

	// Nobody will handle them: each is a failure.
	private void refuse(Throwable refused) {
		do {
			for (ReceivedMessage message = take(); message != null; message = take()) {
				message.release();
				this.connection.handlerFailed(refused);
			}
		}
		while (!rest());
	}

	private void tell(Runnable action) {
		this.connection.group().executeLater(action, this.inbound::abandon);
	}

	/**
	 * A call whose stage may not be complete. Set by its caller, who leaves, and by the
	 * stage: whoever comes second goes on.
	 */
	@SuppressWarnings("serial") // nobody writes it anywhere
	private final class Call extends AtomicBoolean implements BiConsumer<@Nullable Object, @Nullable Throwable> {

		private final ReceivedMessage message;

		private final long startedAt;

		private final @Nullable RecordedCall recorded;

		private @Nullable Throwable error;

		Call(ReceivedMessage message, long startedAt, @Nullable RecordedCall recorded) {
			this.message = message;
			this.startedAt = startedAt;
			this.recorded = recorded;
		}

		@Override
		public void accept(@Nullable Object result, @Nullable Throwable failure) {
			this.error = failure;
			if (getAndSet(true)) {
				finish();
				goOn();
			}
		}

		void finish() {
			WorkerTurn.this.finish(this.message, this.startedAt, this.error, this.recorded);
		}

	}

}
