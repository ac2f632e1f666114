package io.aerosocket.benchmarks.load;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One connection of the driver: has one batch of messages in flight. Confined to the
 * driver's thread.
 */
final class EchoConnection {

	private static final int END_AT_MOST_MILLIS = 1000;

	private final SocketChannel channel;

	private final SelectionKey key;

	private final ByteBuffer requests;

	private final ReplyReader replies;

	private long sentAtNanos;

	private long batches;

	private boolean inFlight;

	/**
	 * Creates the connection.
	 * @param channel a channel that does not block
	 * @param key its key, interested in reading
	 * @param requests a batch of messages, from its position to its limit
	 * @param expected what answers a batch
	 */
	EchoConnection(SocketChannel channel, SelectionKey key, ByteBuffer requests, ExpectedReplies expected) {
		this.channel = channel;
		this.key = key;
		this.requests = requests.duplicate();
		this.replies = ReplyReader.ofBatches(expected);
	}

	/**
	 * Sends a batch.
	 * @param now the time in nanoseconds
	 * @throws IOException if the connection failed
	 */
	void send(long now) throws IOException {
		this.sentAtNanos = now;
		this.inFlight = true;
		this.replies.begin();
		this.requests.rewind();
		this.channel.write(this.requests);
		if (this.requests.hasRemaining()) {
			this.key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
		}
	}

	/**
	 * Goes on sending a batch for which there was no room.
	 * @throws IOException if the connection failed
	 */
	void continueSending() throws IOException {
		this.channel.write(this.requests);
		if (!this.requests.hasRemaining()) {
			this.key.interestOps(SelectionKey.OP_READ);
		}
	}

	/**
	 * Reads once.
	 * @param chunk where to
	 * @return whether all replies to the batch have now come
	 * @throws IOException if the connection failed
	 * @throws LoadException if it ended, or the replies are not the expected ones
	 */
	boolean receive(ByteBuffer chunk) throws IOException {
		chunk.clear();
		if (this.channel.read(chunk) < 0) {
			throw new LoadException("connection: ended by the server (expected: an echo)");
		}
		if (!this.replies.read(chunk.flip()) || !this.inFlight) {
			return false;
		}
		this.inFlight = false;
		this.batches++;
		return true;
	}

	/**
	 * Returns when the current batch was sent.
	 * @return nanoseconds
	 */
	long sentAtNanos() {
		return this.sentAtNanos;
	}

	/**
	 * Returns how many batches were answered since the counter was reset.
	 * @return the number
	 */
	long batches() {
		return this.batches;
	}

	/**
	 * Sets the counter of batches to zero.
	 */
	void resetBatches() {
		this.batches = 0;
	}

	/**
	 * Says good-bye with a Close frame (code 1000), waits until the server has ended the
	 * connection too, and closes the socket.
	 * @throws IOException if the connection failed
	 */
	void close() throws IOException {
		ByteBuffer frame = ByteBuffer.allocate(8);
		Requests.encode(frame, 0x8, new byte[] { 0x03, (byte) 0xE8 }, 0);
		this.channel.write(frame.flip());
		this.channel.shutdownOutput();
		this.key.cancel();
		this.key.selector().selectNow();
		this.channel.configureBlocking(true);
		this.channel.socket().setSoTimeout(END_AT_MOST_MILLIS);
		try {
			this.channel.socket().getInputStream().transferTo(OutputStream.nullOutputStream());
		}
		catch (SocketException | SocketTimeoutException ex) {
			// What was to be measured is measured; how a server says good-bye is its own
			// affair.
		}
		this.channel.close();
	}

}
