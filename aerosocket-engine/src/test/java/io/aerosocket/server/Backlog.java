package io.aerosocket.server;

import java.time.Duration;
import java.util.function.IntConsumer;

import io.aerosocket.Connection;

import static org.awaitility.Awaitility.await;

/**
 * Sends to a peer that does not read until the kernel's buffers are full and messages
 * wait in the connection's queue for good.
 */
final class Backlog {

	private static final int STANDSTILL = 5;

	private final Connection connection;

	private final long bytes;

	private int sent;

	private long seen;

	private int unchanged;

	private Backlog(Connection connection, long bytes) {
		this.connection = connection;
		this.bytes = bytes;
	}

	/**
	 * Sends one message after the other, never so fast that the queue is full only
	 * because the event loop had no time.
	 * @param connection whom to send to
	 * @param bytes how much is to wait
	 * @param send sends the message of a number
	 * @return how many were sent
	 */
	static int fill(Connection connection, long bytes, IntConsumer send) {
		Backlog backlog = new Backlog(connection, bytes);
		await().pollInterval(Duration.ofMillis(3)).atMost(RawPeer.DEADLINE).until(() -> backlog.grow(send));
		return backlog.sent;
	}

	private boolean grow(IntConsumer send) {
		while (this.connection.queuedBytes() < this.bytes) {
			send.accept(this.sent++);
			this.unchanged = 0;
		}
		long now = this.connection.queuedBytes();
		this.unchanged = (now == this.seen) ? this.unchanged + 1 : 0;
		this.seen = now;
		return this.unchanged >= STANDSTILL;
	}

}
