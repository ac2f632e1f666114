package io.aerosocket.client;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionClosedException;
import io.aerosocket.Message;
import io.aerosocket.TransportException;

/**
 * Lets threads wait: for messages, for room, for the end.
 */
final class WaitingConnection implements BlockingConnection {

	/** What a message costs besides its payload, whatever its size. */
	private static final int OVERHEAD_BYTES = 128;

	/** Time for the end to be told after the server's time to answer is over. */
	private static final Duration AFTERMATH = Duration.ofSeconds(2);

	private final Connection connection;

	private final Inbox inbox;

	private final ClientOptions options;

	private final int capacity;

	/**
	 * Bytes that may be on their way, so few that the slow consumer policy never applies.
	 */
	private final Semaphore room;

	WaitingConnection(Connection connection, Inbox inbox, ClientOptions options) {
		this.connection = connection;
		this.inbox = inbox;
		this.options = options;
		this.capacity = (int) Math.max(1, Math.min(Integer.MAX_VALUE, options.connection().maxQueuedBytes() / 2));
		this.room = new Semaphore(this.capacity, true);
	}

	@Override
	public Connection connection() {
		return this.connection;
	}

	@Override
	public Message receive() throws InterruptedException {
		Message message = null;
		while (message == null) {
			message = this.inbox.take(Long.MAX_VALUE, this.connection.id());
		}
		return message;
	}

	@Override
	public @Nullable Message receive(Duration timeout) throws InterruptedException {
		return this.inbox.take(Inbox.nanos(timeout), this.connection.id());
	}

	private CompletableFuture<Void> sendAsync(Message message, int cost) {
		try {
			return this.connection.sendAsync(message).toCompletableFuture();
		}
		catch (RuntimeException ex) {
			// Such as for a message that has ended.
			this.room.release(cost);
			throw ex;
		}
	}

	@Override
	public boolean send(Message message, Duration timeout) throws InterruptedException {
		if (!(message instanceof Message.Text) && !(message instanceof Message.Binary)) {
			throw new IllegalArgumentException("message: " + message + " (expected: a text or a binary one)");
		}
		// A message that is larger than all of the room goes alone.
		int cost = (int) Math.min(this.capacity, (long) message.size() + OVERHEAD_BYTES);
		checkOpen();
		if (!this.room.tryAcquire(cost, Inbox.nanos(timeout), TimeUnit.NANOSECONDS)) {
			checkOpen();
			return false;
		}
		CompletableFuture<Void> sending = sendAsync(message, cost);
		sending.whenComplete((sent, error) -> this.room.release(cost));
		// Not whether the connection is open: it may have ended because of what was sent.
		if (sending.isCompletedExceptionally()) {
			throw closed();
		}
		return true;
	}

	@Override
	public void send(Message message) throws InterruptedException {
		Duration timeout = this.options.sendTimeout();
		if (!send(message, timeout)) {
			String what = "The server did not read enough for " + message.size() + " bytes more within "
					+ timeout.toMillis() + " ms";
			throw new TransportException(what, new SocketTimeoutException(what));
		}
	}

	private void checkOpen() {
		if (!this.connection.isOpen()) {
			throw closed();
		}
	}

	private ConnectionClosedException closed() {
		return new ConnectionClosedException(this.connection.id(), this.inbox.reason());
	}

	@Override
	public @Nullable CloseReason closeReason() {
		return this.inbox.reason();
	}

	@Override
	public void close(CloseCode code, String reason) {
		this.connection.close(code, reason);
		this.inbox.shut();
		try {
			this.inbox.awaitEnd(Inbox.nanos(this.options.connection().closeTimeout().plus(AFTERMATH)));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public Iterator<Message> iterator() {
		return new Iterator<>() {

			private @Nullable Message next;

			@Override
			public boolean hasNext() {
				if (this.next == null) {
					try {
						this.next = receive();
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
					}
					catch (ConnectionClosedException ex) {
						// The end of the connection is the end of its messages.
					}
				}
				return this.next != null;
			}

			@Override
			public Message next() {
				Message message = hasNext() ? this.next : null;
				if (message == null) {
					throw new NoSuchElementException();
				}
				this.next = null;
				return message;
			}

		};
	}

	@Override
	public String toString() {
		return this.connection.toString();
	}

}
