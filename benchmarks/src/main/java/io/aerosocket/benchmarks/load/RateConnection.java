package io.aerosocket.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;

/**
 * One connection of {@link RateLoad}: what it has sent and when that was due.
 */
final class RateConnection {

	/** The most messages that may be without a reply. */
	private static final int MAX_WAITING = 1 << 14;

	private final SocketChannel channel;

	private final ByteBuffer request;

	private final ReplyReader replies;

	private final long[] dueNanos = new long[MAX_WAITING];

	private @Nullable SelectionKey key;

	private long sent;

	private long written;

	private long answered;

	/**
	 * Creates the connection.
	 * @param channel a channel that does not block
	 * @param request a message, from its position to its limit
	 * @param expected what answers it
	 */
	RateConnection(SocketChannel channel, ByteBuffer request, ExpectedReplies expected) {
		this.channel = channel;
		this.request = request.duplicate();
		this.replies = ReplyReader.endless(expected);
	}

	/**
	 * Takes the key with which the connection asks for writing.
	 * @param key the channel's key
	 */
	void register(SelectionKey key) {
		this.key = key;
	}

	/**
	 * Sends a message, now or when there is room.
	 * @param due when it was to be sent
	 * @throws IOException if the connection failed
	 * @throws LoadException if far too many messages are without a reply
	 */
	void send(long due) throws IOException {
		if (this.sent - this.answered == MAX_WAITING) {
			throw new LoadException(
					"server: " + MAX_WAITING + " messages behind on a connection (expected: it keeps up)");
		}
		this.dueNanos[(int) (this.sent++ % MAX_WAITING)] = due;
		if (this.sent - this.written == 1) {
			this.request.rewind();
			continueSending();
		}
	}

	/**
	 * Goes on sending.
	 * @throws IOException if the connection failed
	 */
	void continueSending() throws IOException {
		while (this.written < this.sent) {
			this.channel.write(this.request);
			if (this.request.hasRemaining()) {
				interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
				return;
			}
			this.written++;
			this.request.rewind();
		}
		interest(SelectionKey.OP_READ);
	}

	private void interest(int operations) {
		if (this.key != null && this.key.interestOps() != operations) {
			this.key.interestOps(operations);
		}
	}

	/**
	 * Reads once.
	 * @param chunk where to
	 * @return how many replies have come whole
	 * @throws IOException if the connection failed
	 * @throws LoadException if it ended, or the replies are not the expected ones
	 */
	int receive(ByteBuffer chunk) throws IOException {
		long before = this.replies.replies();
		chunk.clear();
		if (this.channel.read(chunk) < 0) {
			throw new LoadException("connection: ended by the server (expected: an echo)");
		}
		this.replies.read(chunk.flip());
		return (int) (this.replies.replies() - before);
	}

	/**
	 * Takes the oldest message without a reply.
	 * @return when it was due
	 */
	long nextDue() {
		return this.dueNanos[(int) (this.answered++ % MAX_WAITING)];
	}

	/**
	 * Returns whether a reply is missing.
	 * @return whether one is
	 */
	boolean isWaiting() {
		return this.answered < this.sent;
	}

}
