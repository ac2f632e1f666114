package io.aerosocket.internal.connection;

import java.util.concurrent.CompletableFuture;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

import io.aerosocket.ConnectionClosedException;
import io.aerosocket.PreparedMessage;

/**
 * A data message that waits for its turn to be written.
 *
 * @param frame the message as it goes on the wire; owned
 * @param payloadBytes the size of its payload
 * @param plain whether the connection's extensions have yet to see it; the frame is then
 * that of a server, unmasked
 * @param flushed completed when it was written, or {@code null} if nobody asked
 * @param stream what is read while it is written, in place of a frame
 * @param prepared the message that the frame is of, if it was prepared
 * @param shared what the frame is of, if others wait for the same
 * @param latest what holds the message in place of all this, if it has a conflation key
 * @param queuedAt when it was queued, or 0 if nobody wants to know
 */
record Outgoing(ByteBuf frame, int payloadBytes, boolean plain, @Nullable CompletableFuture<Void> flushed,
		@Nullable OutboundStream stream, @Nullable PreparedMessage prepared, @Nullable SharedFrame shared,
		@Nullable Latest latest, long queuedAt) {

	/** What a message counts that is not in memory. */
	private static final int STREAM_BYTES = 64;

	Outgoing(ByteBuf frame, int payloadBytes, boolean plain, @Nullable CompletableFuture<Void> flushed) {
		this(frame, payloadBytes, plain, flushed, null, null, null, null, 0);
	}

	/**
	 * Makes a message that is written as it is.
	 * @param frame the message as it goes on the wire; owned
	 * @param payloadBytes the size of its payload
	 * @param flushed completed when it was written, or {@code null} if nobody asked
	 */
	Outgoing(ByteBuf frame, int payloadBytes, @Nullable CompletableFuture<Void> flushed) {
		this(frame, payloadBytes, false, flushed);
	}

	static Outgoing of(OutboundStream stream) {
		return new Outgoing(Unpooled.EMPTY_BUFFER, 0, false, null, stream, null, null, null, 0);
	}

	/**
	 * Makes a message that others get too.
	 * @param shared the frame, which stays the caller's
	 * @param message the message that it is
	 * @return the message
	 */
	static Outgoing of(SharedFrame shared, PreparedMessage message) {
		return new Outgoing(shared.frame().retainedDuplicate(), message.size(), false, null, null, message, shared,
				null, 0);
	}

	static Outgoing of(Latest latest) {
		return new Outgoing(Unpooled.EMPTY_BUFFER, 0, false, null, null, null, null, latest, 0);
	}

	/**
	 * Notes when it was queued.
	 * @param nanos the time of {@link System#nanoTime()}
	 * @return the same message, in place of this one
	 */
	Outgoing queuedAt(long nanos) {
		return new Outgoing(this.frame, this.payloadBytes, this.plain, this.flushed, this.stream, this.prepared,
				this.shared, this.latest, nanos);
	}

	int wireBytes() {
		return (this.stream != null) ? STREAM_BYTES : this.frame.readableBytes();
	}

	/**
	 * Gives the message up.
	 * @param connectionId for the error of whoever waits
	 */
	void drop(String connectionId) {
		this.frame.release();
		if (this.stream != null) {
			this.stream.giveUp();
		}
		if (this.flushed != null) {
			this.flushed.completeExceptionally(new ConnectionClosedException(connectionId));
		}
	}

}
