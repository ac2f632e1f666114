package io.aerosocket.internal.message;

import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import io.aerosocket.CloseCode;
import io.aerosocket.ProtocolViolationException;
import io.aerosocket.internal.frame.FrameMask;

/**
 * Hands messages on in the pieces that they arrive in, each in a buffer of its own, and
 * checks UTF-8 across them. In place of assembling, for handlers that want it so.
 */
final class MessagePieces {

	private final MessageSink sink;

	private final ByteBufAllocator allocator;

	private boolean text;

	private boolean first;

	private long size;

	private int utf8;

	MessagePieces(MessageSink sink, ByteBufAllocator allocator) {
		this.sink = sink;
		this.allocator = allocator;
	}

	/**
	 * A message begins.
	 * @param text whether it is a text
	 */
	void begin(boolean text) {
		this.text = text;
		this.first = true;
		this.size = 0;
		this.utf8 = Utf8Validator.COMPLETE;
	}

	/**
	 * Returns how much of the message has come.
	 * @return bytes
	 */
	long size() {
		return this.size;
	}

	/**
	 * More of the message has come.
	 * @param bytes holds it
	 * @param index where it starts
	 * @param length its size in bytes
	 * @param key what it is masked with, 0 for nothing
	 * @param last whether the message ends with it
	 */
	void add(ByteBuffer bytes, int index, int length, int key, boolean last) {
		if (length == 0 && !last) {
			return;
		}
		ByteBuf own = this.allocator.directBuffer(length, length);
		try {
			ByteBuffer unmasked = own.internalNioBuffer(0, length);
			boolean ascii = FrameMask.copy(bytes, index, length, key, unmasked, unmasked.position());
			if (this.text) {
				checkUtf8(unmasked, ascii, last);
			}
			this.size += length;
			boolean beginning = this.first;
			this.first = false;
			this.sink.fragment(ReceivedMessage.piece(this.text, beginning, last, own, unmasked), last);
		}
		finally {
			own.release();
		}
	}

	private void checkUtf8(ByteBuffer bytes, boolean ascii, boolean last) {
		if (!ascii || this.utf8 != Utf8Validator.COMPLETE) {
			this.utf8 = Utf8Validator.check(this.utf8, bytes, bytes.position(), bytes.remaining());
		}
		if (this.utf8 == Utf8Validator.INVALID || (last && this.utf8 != Utf8Validator.COMPLETE)) {
			throw new ProtocolViolationException(CloseCode.INVALID_PAYLOAD, "the text is not UTF-8");
		}
	}

}
