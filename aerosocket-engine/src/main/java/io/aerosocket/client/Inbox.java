package io.aerosocket.client;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionClosedException;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.Message;

/**
 * Takes one connection's messages from its event loop to the threads that wait for them,
 * within bounds: at them the event loop is told to wait. Locks, but never waits there.
 */
final class Inbox implements ConnectionHandler {

	// Not a monitor: a virtual thread that waits on one keeps its carrier up to Java 23.
	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Queue<Message> messages = new ArrayDeque<>();

	private final Set<Inbox> open;

	private final int maxMessages;

	private final long maxBytes;

	private long bytes;

	private boolean shut;

	private @Nullable CompletableFuture<@Nullable Void> room;

	private @Nullable CloseReason reason;

	/**
	 * Creates an inbox.
	 * @param options how much may wait
	 * @param open the inboxes of open connections, where this one is as long as its is
	 */
	Inbox(ConnectionOptions options, Set<Inbox> open) {
		this.open = open;
		this.maxMessages = options.maxPendingMessages();
		this.maxBytes = options.maxPendingBytes();
	}

	@Override
	public @Nullable CompletionStage<?> onOpen(Connection connection) {
		this.open.add(this);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onMessage(Connection connection, Message message) {
		Message lasting = message.copy();
		this.lock.lock();
		try {
			if (this.shut) {
				return null;
			}
			this.messages.add(lasting);
			this.bytes += lasting.size();
			this.changed.signal();
			if (this.messages.size() >= this.maxMessages || this.bytes >= this.maxBytes) {
				this.room = new CompletableFuture<>();
			}
			return this.room;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public @Nullable CompletionStage<?> onClose(Connection connection, CloseReason reason) {
		this.open.remove(this);
		this.lock.lock();
		try {
			this.reason = reason;
			this.changed.signalAll();
			return null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits for a message.
	 * @param timeoutNanos how long
	 * @param connectionId for the error
	 * @return the message, or {@code null} if none came in time
	 * @throws InterruptedException if the thread is interrupted
	 * @throws ConnectionClosedException if there will be none
	 */
	@Nullable Message take(long timeoutNanos, String connectionId) throws InterruptedException {
		CompletableFuture<@Nullable Void> freed = null;
		this.lock.lockInterruptibly();
		try {
			long left = timeoutNanos;
			while (this.messages.isEmpty() && this.reason == null && left > 0) {
				left = this.changed.awaitNanos(left);
			}
			Message message = this.messages.poll();
			if (message == null) {
				if (this.reason != null) {
					throw new ConnectionClosedException(connectionId, this.reason);
				}
				return null;
			}
			this.bytes -= message.size();
			if (this.messages.size() <= this.maxMessages / 2 && this.bytes <= this.maxBytes / 2) {
				freed = this.room;
				this.room = null;
			}
			return message;
		}
		finally {
			this.lock.unlock();
			if (freed != null) {
				freed.complete(null);
			}
		}
	}

	/**
	 * Takes no more messages, so that the end of the connection is not kept waiting
	 * behind them.
	 */
	void shut() {
		CompletableFuture<@Nullable Void> freed;
		this.lock.lock();
		try {
			this.shut = true;
			freed = this.room;
			this.room = null;
		}
		finally {
			this.lock.unlock();
		}
		if (freed != null) {
			freed.complete(null);
		}
	}

	/**
	 * Waits for the end of the connection.
	 * @param timeoutNanos how long
	 * @throws InterruptedException if the thread is interrupted
	 */
	void awaitEnd(long timeoutNanos) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			long left = timeoutNanos;
			while (this.reason == null && left > 0) {
				left = this.changed.awaitNanos(left);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable CloseReason reason() {
		this.lock.lock();
		try {
			return this.reason;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Says how much is waiting, for tests.
	 * @return messages
	 */
	int size() {
		this.lock.lock();
		try {
			return this.messages.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	static long nanos(java.time.Duration duration) {
		return TimeUnit.NANOSECONDS.convert(duration);
	}

}
