package io.aerosocket.internal.connection;

import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

import io.aerosocket.Handshake;
import io.aerosocket.PreparedMessage;
import io.aerosocket.internal.frame.Opcode;
import io.aerosocket.telemetry.DeadLetter;
import io.aerosocket.telemetry.DropReason;

/**
 * A message that waits for a dead letter sink.
 */
final class QueuedLetter implements DeadLetter {

	private final String connectionId;

	private final Handshake handshake;

	private final DropReason reason;

	private final boolean text;

	private final int size;

	/** Holds the payload, if it is in the network's memory. */
	private final @Nullable ByteBuf owner;

	private @Nullable ByteBuffer payload;

	private QueuedLetter(WebSocketConnection connection, DropReason reason, boolean text, @Nullable ByteBuf owner,
			ByteBuffer payload) {
		this.connectionId = connection.id();
		this.handshake = connection.handshake();
		this.reason = reason;
		this.text = text;
		this.owner = owner;
		this.payload = payload;
		this.size = payload.remaining();
	}

	/**
	 * Makes a letter of a message to a peer, which need not be copied for it.
	 * @param connection whom it was for
	 * @param message the message, which is not streamed
	 * @param reason why it was given up
	 * @return the letter
	 */
	static QueuedLetter of(WebSocketConnection connection, Outgoing message, DropReason reason) {
		PreparedMessage prepared = message.prepared();
		if (prepared != null) {
			return new QueuedLetter(connection, reason, prepared.isText(), null, prepared.payload());
		}
		// Not masked, and not changed by extensions yet: this is a server.
		ByteBuf frame = message.frame().retain();
		int start = frame.getUnsignedByte(frame.readerIndex());
		int header = frame.readableBytes() - message.payloadBytes();
		return new QueuedLetter(connection, reason, Opcode.of(start) == Opcode.TEXT, frame,
				frame.nioBuffer(frame.readerIndex() + header, message.payloadBytes()).asReadOnlyBuffer());
	}

	/**
	 * Makes a letter of a message from a peer.
	 * @param connection whom it is from
	 * @param reason why it was given up
	 * @param text whether it is a text
	 * @param copy its payload
	 * @return the letter
	 */
	static QueuedLetter of(WebSocketConnection connection, DropReason reason, boolean text, byte[] copy) {
		return new QueuedLetter(connection, reason, text, null, ByteBuffer.wrap(copy).asReadOnlyBuffer());
	}

	@Override
	public String connectionId() {
		return this.connectionId;
	}

	@Override
	public String path() {
		return this.handshake.path();
	}

	@Override
	public String pathPattern() {
		return this.handshake.pathPattern();
	}

	@Override
	public DropReason reason() {
		return this.reason;
	}

	@Override
	public boolean isText() {
		return this.text;
	}

	@Override
	public int size() {
		return this.size;
	}

	@Override
	public ByteBuffer payload() {
		ByteBuffer current = this.payload;
		if (current == null) {
			throw new IllegalStateException("A dead letter is readable only during the call that it came with: "
					+ "use toByteArray() to keep it");
		}
		return current.duplicate();
	}

	/**
	 * Ends this letter: it is not readable any more.
	 */
	void release() {
		this.payload = null;
		if (this.owner != null) {
			this.owner.release();
		}
	}

	@Override
	public String toString() {
		return "DeadLetter[" + this.reason + " " + this.size + " bytes of " + this.connectionId + "]";
	}

}
