package io.aerosocket.server;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that somebody else wrote, seen through what all of them can do.
 */
abstract class ForeignClient {

	private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

	private final CompletableFuture<Void> opened = new CompletableFuture<>();

	private final CompletableFuture<String> closed = new CompletableFuture<>();

	/**
	 * Connects and offers a subprotocol.
	 * @param uri the address
	 * @param subprotocol the subprotocol
	 * @throws Exception if that fails
	 */
	abstract void connect(URI uri, String subprotocol) throws Exception;

	abstract String subprotocol();

	/**
	 * Sends a text in fragments, or in one where the client cannot send several.
	 * @param parts the parts
	 */
	abstract void sendText(List<String> parts);

	abstract void sendBinary(byte[] data);

	/**
	 * Sends a Ping and hears of the Pong with {@link #onPong}.
	 * @return whether this client can
	 */
	abstract boolean ping();

	abstract void close(int code, String reason);

	/** Ends the client's own threads. */
	abstract void dispose();

	final void onOpen() {
		this.opened.complete(null);
	}

	final void onMessage(Object message) {
		this.received.add(message);
	}

	final void onPong() {
		this.received.add("(pong)");
	}

	final void onClose(int code, String reason) {
		this.closed.complete(code + " " + reason);
	}

	final void onError(Throwable error) {
		this.opened.completeExceptionally(error);
		this.closed.completeExceptionally(error);
	}

	final void awaitOpen() {
		assertThat(this.opened).succeedsWithin(RawPeer.DEADLINE);
	}

	final Object awaitMessage() {
		try {
			Object message = this.received.poll(RawPeer.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
			assertThat(message).as("a message").isNotNull();
			return message;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	final String awaitClose() {
		assertThat(this.closed).succeedsWithin(RawPeer.DEADLINE);
		return this.closed.join();
	}

	static byte[] bytesOf(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(bytes);
		return bytes;
	}

}
