package io.aerosocket.internal.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;
import io.aerosocket.internal.frame.FrameEncoder;
import io.aerosocket.internal.frame.FrameMask;
import io.aerosocket.internal.frame.MaskKeys;
import io.aerosocket.internal.frame.Opcode;

/**
 * A data message on its way out: what kind it is, how long it is on the wire, and how to
 * write it there. Made where a message is sent, used once, and never kept.
 */
public final class EncodedMessage {

	private final int opcode;

	private final int length;

	private final byte @Nullable [] array;

	private final @Nullable ByteBuffer bytes;

	private final @Nullable ReceivedMessage received;

	private final @Nullable PreparedMessage prepared;

	private EncodedMessage(int opcode, int length, byte @Nullable [] array, @Nullable ByteBuffer bytes,
			@Nullable ReceivedMessage received) {
		this(opcode, length, array, bytes, received, null);
	}

	private EncodedMessage(int opcode, int length, byte @Nullable [] array, @Nullable ByteBuffer bytes,
			@Nullable ReceivedMessage received, @Nullable PreparedMessage prepared) {
		this.opcode = opcode;
		this.length = length;
		this.array = array;
		this.bytes = bytes;
		this.received = received;
		this.prepared = prepared;
	}

	/**
	 * Encodes a text.
	 * @param text the text; an unpaired surrogate becomes a question mark
	 * @return the message
	 */
	public static EncodedMessage text(CharSequence text) {
		// The JDK's own encoder copies a string that is all ASCII at memory speed, which
		// no loop over characters into a buffer comes near.
		return utf8(text.toString().getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Takes an encoded text as it is.
	 * @param array its bytes, which are valid UTF-8
	 * @return the message
	 */
	public static EncodedMessage utf8(byte[] array) {
		return new EncodedMessage(Opcode.TEXT, array.length, array, null, null);
	}

	/**
	 * Takes binary data as it is.
	 * @param data the bytes between position and limit, which do not move
	 * @return the message
	 */
	public static EncodedMessage binary(ByteBuffer data) {
		return new EncodedMessage(Opcode.BINARY, data.remaining(), null, data.duplicate(), null);
	}

	/**
	 * Takes a payload as it is.
	 * @param text whether it is a text
	 * @param payload the bytes between position and limit, which do not move
	 * @return the message
	 */
	public static EncodedMessage of(boolean text, ByteBuffer payload) {
		return new EncodedMessage(text ? Opcode.TEXT : Opcode.BINARY, payload.remaining(), null, payload.duplicate(),
				null);
	}

	/**
	 * Takes a prepared message as it is.
	 * @param message the message
	 * @return the message
	 */
	public static EncodedMessage of(PreparedMessage message) {
		return new EncodedMessage(message.isText() ? Opcode.TEXT : Opcode.BINARY, message.size(), null,
				message.payload(), null, message);
	}

	/**
	 * Encodes a text or binary message.
	 * @param message the message; one that was received is written from where it lies
	 * @return the message
	 * @throws IllegalArgumentException if it is a control message
	 * @throws IllegalStateException if it was received and its handler's call has
	 * completed
	 */
	public static EncodedMessage of(Message message) {
		if (message instanceof ReceivedMessage received) {
			return of(received);
		}
		if (message instanceof Message.Text text) {
			return of(true, text.payload());
		}
		if (message instanceof Message.Binary binary) {
			return binary(binary.payload());
		}
		throw new IllegalArgumentException("message: " + message + " (expected: Text or Binary)");
	}

	/**
	 * Takes a received message from where it lies.
	 * @param message the message
	 * @return the message
	 * @throws IllegalStateException if the handler's call that it was for has completed
	 */
	public static EncodedMessage of(ReceivedMessage message) {
		message.requireReadable();
		return new EncodedMessage(message.isText() ? Opcode.TEXT : Opcode.BINARY, message.size(), null, null, message);
	}

	/**
	 * Returns the payload's size.
	 * @return bytes
	 */
	public int length() {
		return this.length;
	}

	/**
	 * Returns the prepared message that this is.
	 * @return the message, or {@code null}
	 */
	public @Nullable PreparedMessage prepared() {
		return this.prepared;
	}

	/**
	 * Returns whether it is a text.
	 * @return {@code false} for binary data
	 */
	public boolean isText() {
		return this.opcode == Opcode.TEXT;
	}

	/**
	 * Returns the payload.
	 * @return a view of it
	 */
	public ByteBuffer payload() {
		if (this.received != null) {
			return this.received.payload();
		}
		if (this.array != null) {
			return ByteBuffer.wrap(this.array);
		}
		return (this.bytes != null) ? this.bytes.duplicate() : ByteBuffer.allocate(0);
	}

	/**
	 * Returns the size on the wire.
	 * @param masked whether the frame is masked, as a client's is
	 * @return bytes, the header included
	 */
	public int wireBytes(boolean masked) {
		return FrameEncoder.headerBytes(this.length, masked) + this.length;
	}

	/**
	 * Returns whether it lies in memory as a server's frame, so that
	 * {@link #toBuffer(ByteBufAllocator, boolean)} copies nothing.
	 * @return whether it does
	 */
	public boolean isFramed() {
		return this.received != null && this.received.isFramed();
	}

	/**
	 * Writes the frame.
	 * @param out a big-endian buffer, whose position and limit do not move
	 * @param index where to, with room for {@link #wireBytes(boolean)}
	 * @param key what to mask it with, 0 for nothing
	 */
	public void writeTo(ByteBuffer out, int index, int key) {
		int payload = FrameEncoder.writeHeader(out, index, Opcode.FIN | this.opcode, this.length, key);
		copyTo(out, payload);
		if (key != 0) {
			FrameMask.apply(out, payload, this.length, key);
		}
	}

	private void copyTo(ByteBuffer out, int payload) {
		if (this.received != null) {
			this.received.copyTo(out, payload);
		}
		else if (this.array != null) {
			out.put(payload, this.array);
		}
		else if (this.bytes != null) {
			out.put(payload, this.bytes, this.bytes.position(), this.length);
		}
	}

	/**
	 * Puts the frame into a buffer of its own, by reference where it lies in one already.
	 * @param allocator for the buffer
	 * @param masked whether to mask it, as a client has to
	 * @return the buffer, the caller's to release
	 */
	public ByteBuf toBuffer(ByteBufAllocator allocator, boolean masked) {
		if (!masked && this.received != null && this.received.isFramed()) {
			return this.received.frame();
		}
		int size = wireBytes(masked);
		ByteBuf frame = allocator.directBuffer(size, size);
		ByteBuffer out = frame.internalNioBuffer(0, size);
		try {
			writeTo(out, out.position(), masked ? MaskKeys.next() : 0);
		}
		catch (RuntimeException ex) {
			// A received message that another thread ended meanwhile.
			frame.release();
			throw ex;
		}
		return frame.writerIndex(size);
	}

}
