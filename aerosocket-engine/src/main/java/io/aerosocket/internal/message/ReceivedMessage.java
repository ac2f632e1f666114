package io.aerosocket.internal.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

import io.aerosocket.Fragment;
import io.aerosocket.Message;
import io.aerosocket.internal.frame.FrameEncoder;
import io.aerosocket.internal.frame.Opcode;

/**
 * A message as it lies in the network's buffer, readable until {@link #release()}.
 * <p>
 * At first the bytes are only lent by whoever made it. {@link #detach} makes it own them,
 * so that it outlives the read.
 */
public abstract sealed class ReceivedMessage {

	/**
	 * Up to here a message that has to outlive its read is copied: keeping the network's
	 * whole buffer for it would cost more.
	 */
	private static final int WORTH_A_COPY = 4096;

	/**
	 * From here on the JDK's bulk copy is quicker: it is a call into the virtual machine,
	 * which costs as much as everything else that is done for a small message.
	 */
	private static final int BULK_COPY = 256;

	/**
	 * From here on a message is sent on as it lies, which takes a buffer and a vector of
	 * the write of its own. What is smaller is copied behind others.
	 */
	private static final int WORTH_A_REFERENCE = 4096;

	/** So much of the network's buffer a message is to fill for keeping it all. */
	private static final int SHARE_WORTH_KEEPING = 4;

	private final int length;

	/** Whose bytes they are; released at the end if they were kept. */
	private ByteBuf owner;

	private @Nullable ByteBuffer bytes;

	private int index;

	/** Where the payload starts in the owner, whose indices are others, if framed. */
	private int ownerIndex;

	/** When it was complete, or 0 if nobody wants to know. */
	private long arrivedAt;

	private boolean framed;

	private boolean owned;

	private ReceivedMessage(boolean framed, ByteBuf owner, ByteBuffer bytes, int index, int length) {
		this.framed = framed;
		this.owner = owner;
		this.bytes = bytes;
		this.index = index;
		this.ownerIndex = framed ? owner.readerIndex() + index - bytes.position() : 0;
		this.length = length;
	}

	/**
	 * Makes a message of lent bytes.
	 * @param text whether it is a text
	 * @param room whether there is room in front of the payload, of no use to anybody
	 * else, for the header of a server's frame
	 * @param owner holds the payload
	 * @param bytes the bytes of the owner
	 * @param index where the payload starts in the bytes
	 * @param length its size in bytes
	 * @return the message
	 */
	public static ReceivedMessage lent(boolean text, boolean room, ByteBuf owner, ByteBuffer bytes, int index,
			int length) {
		boolean framed = room && length >= WORTH_A_REFERENCE && isWorthKeeping(owner, length);
		if (framed) {
			// Written before anybody sees the message, so that to send it on writes
			// nothing: several connections may do so at once.
			FrameEncoder.writeHeader(bytes, index - FrameEncoder.headerBytes(length, false),
					Opcode.FIN | (text ? Opcode.TEXT : Opcode.BINARY), length, 0);
		}
		return text ? new OfText(framed, owner, bytes, index, length)
				: new OfBinary(framed, owner, bytes, index, length);
	}

	/**
	 * Makes a piece of a message of lent bytes, of which the owner holds nothing else.
	 * @param text whether it belongs to a text
	 * @param first whether the message begins with it
	 * @param last whether the message ends with it
	 * @param owner holds the bytes
	 * @param bytes the bytes of the owner
	 * @return the piece
	 */
	static ReceivedMessage piece(boolean text, boolean first, boolean last, ByteBuf owner, ByteBuffer bytes) {
		return new Piece(text, first, last, owner, bytes);
	}

	/**
	 * Returns this message as the application sees it.
	 * @return this
	 */
	public abstract Message asMessage();

	/**
	 * Returns this piece of a message as the application sees it.
	 * @return this
	 */
	public Fragment asFragment() {
		throw new IllegalStateException("A whole message is not a fragment");
	}

	/**
	 * Returns whether it is a text.
	 * @return {@code false} for a binary message
	 */
	public abstract boolean isText();

	/**
	 * Notes when the message was complete. On the event loop, before anybody else has
	 * seen it.
	 * @param nanos the time of {@link System#nanoTime()}
	 */
	public void arrivedAt(long nanos) {
		this.arrivedAt = nanos;
	}

	/**
	 * Returns when the message was complete.
	 * @return the time that was noted, or 0 if none was
	 */
	public long arrivedAt() {
		return this.arrivedAt;
	}

	/**
	 * Makes this message own its bytes. Call it while they are lent, on the event loop,
	 * before anybody else has seen it.
	 * @param allocator for a copy
	 */
	public void detach(ByteBufAllocator allocator) {
		if (this.owned) {
			return;
		}
		ByteBuffer lent = bytes();
		if (this.length <= WORTH_A_COPY || !isWorthKeeping(this.owner, this.length)) {
			ByteBuf copy = allocator.directBuffer(this.length, this.length);
			ByteBuffer bytes = copy.internalNioBuffer(0, this.length);
			bytes.put(bytes.position(), lent, this.index, this.length);
			this.owner = copy;
			this.bytes = bytes;
			this.index = bytes.position();
			this.ownerIndex = 0;
			this.framed = false;
			this.owned = true;
		}
		else {
			retain();
		}
	}

	/**
	 * Keeps the lent buffer as it is, for a message that others may be reading already.
	 * Call it while the bytes are lent, on the event loop.
	 */
	public void retain() {
		if (!this.owned) {
			bytes();
			this.owner.retain();
			this.owned = true;
		}
	}

	/**
	 * Ends this message: it is not readable any more.
	 */
	public void release() {
		this.bytes = null;
		if (this.owned) {
			this.owned = false;
			this.owner.release();
		}
	}

	/**
	 * Makes sure that this message has not ended, before anything is made of it.
	 * @throws IllegalStateException if it is not readable any more
	 */
	void requireReadable() {
		bytes();
	}

	/**
	 * Returns whether this message lies there as a server's frame.
	 * @return whether {@link #frame()} is possible
	 */
	boolean isFramed() {
		return this.framed;
	}

	/**
	 * Returns this message as a server's frame, as it lies.
	 * @return the frame, the caller's to release
	 */
	ByteBuf frame() {
		bytes();
		int header = FrameEncoder.headerBytes(this.length, false);
		return this.owner.retainedSlice(this.ownerIndex - header, header + this.length);
	}

	/**
	 * Copies the payload.
	 * @param out where to, big-endian
	 * @param at the index to write to
	 * @throws IllegalStateException if this message is not readable any more
	 */
	public void copyTo(ByteBuffer out, int at) {
		ByteBuffer in = bytes();
		if (this.length > BULK_COPY) {
			out.put(at, in, this.index, this.length);
			return;
		}
		int from = this.index;
		int to = at;
		int end = from + this.length;
		for (; end - from >= Long.BYTES; from += Long.BYTES, to += Long.BYTES) {
			out.putLong(to, in.getLong(from));
		}
		if (end - from >= Integer.BYTES) {
			out.putInt(to, in.getInt(from));
			from += Integer.BYTES;
			to += Integer.BYTES;
		}
		for (; from < end; from++, to++) {
			out.put(to, in.get(from));
		}
	}

	/**
	 * Returns the payload's size.
	 * @return bytes
	 */
	public int size() {
		return this.length;
	}

	/**
	 * Returns whether it outlives the read that brought it.
	 * @return whether it owns its bytes
	 */
	public boolean isKept() {
		return this.owned;
	}

	/**
	 * Returns how much memory is kept for this message if it outlives its read. To be
	 * called before its end.
	 * @return bytes
	 */
	public int memory() {
		return this.owner.capacity();
	}

	/**
	 * Returns the payload.
	 * @return a read-only view
	 */
	public ByteBuffer payload() {
		return bytes().slice(this.index, this.length).asReadOnlyBuffer();
	}

	byte[] array() {
		byte[] array = new byte[this.length];
		bytes().get(this.index, array);
		return array;
	}

	private static boolean isWorthKeeping(ByteBuf owner, int length) {
		return length >= owner.capacity() / SHARE_WORTH_KEEPING;
	}

	private ByteBuffer bytes() {
		ByteBuffer current = this.bytes;
		if (current == null) {
			throw new IllegalStateException(
					"A received message is readable only until its handler has completed: use copy() to keep it");
		}
		return current;
	}

	/**
	 * A text.
	 */
	private static final class OfText extends ReceivedMessage implements Message.Text {

		private OfText(boolean framed, ByteBuf owner, ByteBuffer bytes, int index, int length) {
			super(framed, owner, bytes, index, length);
		}

		@Override
		public Message asMessage() {
			return this;
		}

		@Override
		public boolean isText() {
			return true;
		}

		@Override
		public String text() {
			return new String(array(), StandardCharsets.UTF_8);
		}

		@Override
		public byte[] toByteArray() {
			return array();
		}

		@Override
		public Message.Text copy() {
			return Message.text(text());
		}

		@Override
		public String toString() {
			return "Text[" + size() + " bytes]";
		}

	}

	/**
	 * A piece of either.
	 */
	private static final class Piece extends ReceivedMessage implements Fragment {

		private final boolean text;

		private final boolean first;

		private final boolean last;

		private Piece(boolean text, boolean first, boolean last, ByteBuf owner, ByteBuffer bytes) {
			super(false, owner, bytes, bytes.position(), bytes.remaining());
			this.text = text;
			this.first = first;
			this.last = last;
		}

		@Override
		public Message asMessage() {
			throw new IllegalStateException("A fragment is not a whole message");
		}

		@Override
		public Fragment asFragment() {
			return this;
		}

		@Override
		public boolean isText() {
			return this.text;
		}

		@Override
		public boolean isFirst() {
			return this.first;
		}

		@Override
		public boolean isLast() {
			return this.last;
		}

		@Override
		public byte[] toByteArray() {
			return array();
		}

		@Override
		public String toString() {
			return "Fragment[" + size() + " bytes]";
		}

	}

	/**
	 * Binary data.
	 */
	private static final class OfBinary extends ReceivedMessage implements Message.Binary {

		private OfBinary(boolean framed, ByteBuf owner, ByteBuffer bytes, int index, int length) {
			super(framed, owner, bytes, index, length);
		}

		@Override
		public Message asMessage() {
			return this;
		}

		@Override
		public boolean isText() {
			return false;
		}

		@Override
		public byte[] toByteArray() {
			return array();
		}

		@Override
		public Message.Binary copy() {
			return Message.binary(array());
		}

		@Override
		public String toString() {
			return "Binary[" + size() + " bytes]";
		}

	}

}
