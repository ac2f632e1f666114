package io.aerosocket.internal.message;

import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.ProtocolViolationException;
import io.aerosocket.internal.frame.ClosePayload;
import io.aerosocket.internal.frame.FrameSink;
import io.aerosocket.internal.frame.Opcode;

/**
 * Puts the messages of one connection together from frames: the order of fragments, the
 * size and number of them, and UTF-8 as it arrives (RFC 6455 sections 5.4, 5.5 and 8.1).
 * <p>
 * A message that arrives in one frame within one read is handed on where it lies. Only an
 * unfinished one is kept.
 */
public final class MessageAssembler implements FrameSink {

	private static final int NONE = -1;

	/**
	 * A declared length is taken at its word up to here; memory beyond it is set aside
	 * once the peer has sent this much, so that announcing is not free for a hostile one.
	 */
	private static final int TRUSTED_LENGTH = 64 * 1024;

	private final MessageSink sink;

	private final ConnectionOptions options;

	private final ByteBufAllocator allocator;

	/** The data message under way: its opcode, or {@link #NONE}. */
	private int message = NONE;

	private int fragments;

	private int utf8 = Utf8Validator.COMPLETE;

	private @Nullable ByteBuf kept;

	/** The frame under way, between its start and its end. */
	private int frame = NONE;

	private boolean fin;

	private int frameLeft;

	private @Nullable ByteBuffer control;

	/**
	 * Creates an assembler for one connection.
	 * @param sink takes the messages
	 * @param options the limits
	 * @param allocator for unfinished messages
	 */
	public MessageAssembler(MessageSink sink, ConnectionOptions options, ByteBufAllocator allocator) {
		this.sink = sink;
		this.options = options;
		this.allocator = allocator;
	}

	@Override
	public void frame(int start, ByteBuf owner, ByteBuffer bytes, int index, int length, boolean ascii) {
		int opcode = Opcode.of(start);
		if (Opcode.isControl(start)) {
			control(opcode, bytes, index, length);
		}
		else if (Opcode.isFinal(start) && this.message == NONE && opcode != Opcode.CONTINUATION) {
			checkSize(length);
			if (opcode == Opcode.TEXT && !ascii
					&& Utf8Validator.check(Utf8Validator.COMPLETE, bytes, index, length) != Utf8Validator.COMPLETE) {
				throw notUtf8();
			}
			this.sink.message(opcode == Opcode.TEXT, owner, bytes, index, length);
		}
		else {
			frameStart(start, length);
			framePart(bytes, index, length, ascii);
			frameEnd();
		}
	}

	@Override
	public void frameStart(int start, int length) {
		this.frame = Opcode.of(start);
		this.fin = Opcode.isFinal(start);
		this.frameLeft = length;
		if (Opcode.isControl(start)) {
			this.control = ByteBuffer.allocate(length);
			return;
		}
		checkOrder(this.frame);
		this.fragments++;
		if (this.fragments > this.options.maxFragments()) {
			throw new ProtocolViolationException(CloseCode.MESSAGE_TOO_BIG,
					"message of more than " + this.options.maxFragments() + " fragments");
		}
		checkSize((long) keptBytes() + length);
	}

	@Override
	public void framePart(ByteBuffer bytes, int index, int length, boolean ascii) {
		if (this.control != null) {
			this.control.put(part(bytes, index, length));
			return;
		}
		if (this.message == Opcode.TEXT && !(ascii && this.utf8 == Utf8Validator.COMPLETE)) {
			this.utf8 = Utf8Validator.check(this.utf8, bytes, index, length);
			if (this.utf8 == Utf8Validator.INVALID) {
				throw notUtf8();
			}
		}
		if (length != 0) {
			keep(bytes, index, length);
		}
		this.frameLeft -= length;
	}

	@Override
	public void frameEnd() {
		int opcode = this.frame;
		this.frame = NONE;
		ByteBuffer payload = this.control;
		if (payload != null) {
			this.control = null;
			control(opcode, payload, 0, payload.position());
		}
		else if (this.fin) {
			endMessage();
		}
	}

	@Override
	public boolean wantsMore() {
		return this.sink.wantsMore();
	}

	/**
	 * Gives up what is unfinished.
	 */
	public void release() {
		if (this.kept != null) {
			this.kept.release();
			this.kept = null;
		}
		this.control = null;
	}

	private void checkOrder(int opcode) {
		if (opcode == Opcode.CONTINUATION) {
			if (this.message == NONE) {
				throw new ProtocolViolationException(CloseCode.PROTOCOL_ERROR, "a continuation without a message");
			}
		}
		else if (this.message != NONE) {
			throw new ProtocolViolationException(CloseCode.PROTOCOL_ERROR,
					"a new message before the last one was finished");
		}
		else {
			this.message = opcode;
			this.fragments = 0;
		}
	}

	private void checkSize(long size) {
		if (size > this.options.maxMessageSize()) {
			throw new ProtocolViolationException(CloseCode.MESSAGE_TOO_BIG,
					"message of " + size + " bytes or more (limit: " + this.options.maxMessageSize() + ")");
		}
	}

	private int keptBytes() {
		return (this.kept != null) ? this.kept.readableBytes() : 0;
	}

	private void keep(ByteBuffer bytes, int index, int length) {
		if (this.kept == null) {
			this.kept = this.allocator.directBuffer(Math.max(length, Math.min(this.frameLeft, TRUSTED_LENGTH)),
					this.options.maxMessageSize());
		}
		else if (this.kept.writableBytes() < length) {
			grow(this.kept, length);
		}
		this.kept.writeBytes(part(bytes, index, length));
	}

	// The last frame says how large the message becomes; before that, doubling is a
	// guess.
	// Of what is announced, as much is believed as has come already.
	private void grow(ByteBuf buffer, int length) {
		int size = buffer.writerIndex();
		int announced = size + Math.max(length, Math.min(this.frameLeft, Math.max(TRUSTED_LENGTH, size)));
		boolean whole = this.fin && announced == size + this.frameLeft;
		buffer.capacity(whole ? announced
				: (int) Math.min(Math.max(announced, 2L * buffer.capacity()), this.options.maxMessageSize()));
	}

	private void endMessage() {
		if (this.utf8 != Utf8Validator.COMPLETE) {
			throw notUtf8();
		}
		boolean text = this.message == Opcode.TEXT;
		this.message = NONE;
		ByteBuf payload = (this.kept != null) ? this.kept : Unpooled.buffer(0, 0);
		this.kept = null;
		try {
			ByteBuffer bytes = payload.internalNioBuffer(0, payload.readableBytes());
			this.sink.message(text, payload, bytes, bytes.position(), payload.readableBytes());
		}
		finally {
			payload.release();
		}
	}

	private static ByteBuffer part(ByteBuffer bytes, int index, int length) {
		return bytes.slice(index, length);
	}

	private void control(int opcode, ByteBuffer bytes, int index, int length) {
		switch (opcode) {
			case Opcode.PING -> this.sink.ping(bytes, index, length);
			case Opcode.PONG -> this.sink.pong(bytes, index, length);
			default -> this.sink.close(ClosePayload.read(bytes, index, length));
		}
	}

	private static ProtocolViolationException notUtf8() {
		return new ProtocolViolationException(CloseCode.INVALID_PAYLOAD, "the text is not UTF-8");
	}

}
