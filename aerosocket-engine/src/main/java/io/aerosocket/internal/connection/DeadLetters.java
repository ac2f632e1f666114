package io.aerosocket.internal.connection;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.SharedLimits;
import io.aerosocket.telemetry.DeadLetterOutcome;
import io.aerosocket.telemetry.DeadLetterSink;
import io.aerosocket.telemetry.DropReason;
import io.aerosocket.telemetry.FlowCounters;
import io.aerosocket.telemetry.LogGate;

/**
 * Hands messages that were given up to those who want them, on a thread of its own and
 * within bounds. There only if somebody does. Safe for any thread.
 */
public final class DeadLetters {

	private static final Logger logger = LoggerFactory.getLogger(DeadLetters.class);

	private static final long IDLE_SECONDS = 10;

	private final LogGate slowLog = new LogGate();

	private final LogGate failureLog = new LogGate();

	private final List<DeadLetterSink> sinks;

	private final FlowCounters counters;

	private final Supplier<SharedLimits> limits;

	private final AtomicInteger waiting = new AtomicInteger();

	private final AtomicLong waitingBytes = new AtomicLong();

	private final ThreadPoolExecutor thread = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(), DeadLetters::newThread);

	/**
	 * Creates a desk for dead letters, whose thread is started when there is one.
	 * @param sinks take them
	 * @param counters count them
	 * @param limits the limits at any time
	 */
	public DeadLetters(List<DeadLetterSink> sinks, FlowCounters counters, Supplier<SharedLimits> limits) {
		this.sinks = List.copyOf(sinks);
		this.counters = counters;
		this.limits = limits;
		this.thread.allowCoreThreadTimeOut(true);
	}

	/**
	 * Ends the thread after it has delivered what waits.
	 * @param millis the longest time to wait for that
	 * @return completes then
	 */
	public CompletableFuture<Void> close(long millis) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.thread.execute(() -> done.complete(null));
		this.thread.shutdown();
		return done.completeOnTimeout(null, millis, TimeUnit.MILLISECONDS);
	}

	/**
	 * A message to a peer is given up; what is streamed has no payload to keep.
	 * @param connection whom it was for
	 * @param message the message, which stays the caller's
	 * @param reason why
	 */
	void add(WebSocketConnection connection, Outgoing message, DropReason reason) {
		if (message.stream() == null && reserve(message.payloadBytes())) {
			add(QueuedLetter.of(connection, message, reason));
		}
	}

	/**
	 * A message from a peer is given up.
	 * @param connection whom it is from
	 * @param reason why
	 * @param text whether it is a text
	 * @param bytes holds its payload, which is lent
	 * @param index where that starts
	 * @param length its size in bytes
	 */
	void add(WebSocketConnection connection, DropReason reason, boolean text, ByteBuffer bytes, int index, int length) {
		if (reserve(length)) {
			byte[] copy = new byte[length];
			bytes.get(index, copy);
			add(QueuedLetter.of(connection, reason, text, copy));
		}
	}

	private boolean reserve(int bytes) {
		SharedLimits bounds = this.limits.get();
		if (this.waiting.incrementAndGet() <= bounds.maxDeadLetters()) {
			if (this.waitingBytes.addAndGet(bytes) <= bounds.maxDeadLetterBytes()) {
				return true;
			}
			this.waitingBytes.addAndGet(-bytes);
		}
		this.waiting.getAndDecrement();
		this.counters.deadLetter(DeadLetterOutcome.LOST);
		if (this.slowLog.opens()) {
			logger.warn(
					"A dead letter was lost, because the DeadLetterSink is slow: {} wait for it. "
							+ "See aerosocket.server.dead-letters.max-pending and max-pending-bytes "
							+ "(SharedLimits without Spring). {} more since the last such line.",
					this.waiting.get(), this.slowLog.leftOut());
		}
		return false;
	}

	private void add(QueuedLetter letter) {
		try {
			this.thread.execute(() -> deliver(letter));
		}
		catch (RejectedExecutionException ex) {
			// The server has stopped.
			this.counters.deadLetter(DeadLetterOutcome.LOST);
			release(letter);
		}
	}

	private void deliver(QueuedLetter letter) {
		boolean failed = false;
		for (DeadLetterSink sink : this.sinks) {
			try {
				sink.accept(letter);
			}
			catch (Throwable ex) {
				failed = true;
				if (this.failureLog.opens()) {
					logger.warn("A dead letter sink failed: {}. {} more since the last such line.",
							sink.getClass().getName(), this.failureLog.leftOut(), ex);
				}
			}
		}
		this.counters.deadLetter(failed ? DeadLetterOutcome.FAILED : DeadLetterOutcome.DELIVERED);
		release(letter);
	}

	private void release(QueuedLetter letter) {
		this.waiting.getAndDecrement();
		this.waitingBytes.addAndGet(-letter.size());
		letter.release();
	}

	private static Thread newThread(Runnable task) {
		Thread thread = new Thread(task, "aerosocket-dead-letters");
		thread.setDaemon(true);
		return thread;
	}

}
