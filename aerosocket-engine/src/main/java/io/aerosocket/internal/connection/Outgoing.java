package io.aerosocket.internal.connection;

import java.util.concurrent.CompletableFuture;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

import io.aerosocket.ConnectionClosedException;

/**
 * A data message that waits for its turn to be written.
 *
 * @param frame the message as it goes on the wire; owned
 * @param payloadBytes the size of its payload
 * @param plain whether the connection's extensions have yet to see it; the frame is then
 * that of a server, unmasked
 * @param flushed completed when it was written, or {@code null} if nobody asked
 */
record Outgoing(ByteBuf frame, int payloadBytes, boolean plain, @Nullable CompletableFuture<Void> flushed) {

	/**
	 * Makes a message that is written as it is.
	 * @param frame the message as it goes on the wire; owned
	 * @param payloadBytes the size of its payload
	 * @param flushed completed when it was written, or {@code null} if nobody asked
	 */
	Outgoing(ByteBuf frame, int payloadBytes, @Nullable CompletableFuture<Void> flushed) {
		this(frame, payloadBytes, false, flushed);
	}

	int wireBytes() {
		return this.frame.readableBytes();
	}

	/**
	 * Gives the message up.
	 * @param connectionId for the error of whoever waits
	 */
	void drop(String connectionId) {
		this.frame.release();
		if (this.flushed != null) {
			this.flushed.completeExceptionally(new ConnectionClosedException(connectionId));
		}
	}

}
