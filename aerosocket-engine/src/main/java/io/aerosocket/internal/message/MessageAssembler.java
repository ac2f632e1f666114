package io.aerosocket.internal.message;

import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.ProtocolViolationException;
import io.aerosocket.extension.PayloadSink;
import io.aerosocket.internal.extension.ExtensionChain;
import io.aerosocket.internal.frame.ClosePayload;
import io.aerosocket.internal.frame.FrameEncoder;
import io.aerosocket.internal.frame.FrameMask;
import io.aerosocket.internal.frame.FrameSink;
import io.aerosocket.internal.frame.Opcode;

/**
 * Puts the messages of a connection together from frames: the order of fragments, the
 * size and number of them, and UTF-8 as it arrives (RFC 6455 sections 5.4, 5.5 and 8.1).
 * <p>
 * A message that arrives in one frame within one read is unmasked and handed on where it
 * lies. Only an unfinished one is kept, in a buffer of its own. In front of a large one
 * there is room for the header of a server's frame, which is shorter than a client's: it
 * can be sent on without a copy.
 */
public final class MessageAssembler implements FrameSink {

	private static final int NONE = -1;

	/** The most that one buffer holds. */
	private static final long LARGEST_BUFFER = Integer.MAX_VALUE - 1024;

	/** Room in front of a message that is kept, for the header of a server's frame. */
	private static final int HEADROOM = FrameEncoder.LONGEST_UNMASKED_HEADER;

	private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

	/**
	 * So much more than its size may travel of a message that extensions changed, and one
	 * 64th on top: what cannot be compressed grows a little.
	 */
	private static final long GROWTH_BY_EXTENSIONS = 1024;

	/** What is restored at once before the sink is asked whether it wants more. */
	private static final int LONGEST_CHANGED_PART = 1024;

	private MessageSink sink;

	private ConnectionOptions options;

	private ByteBufAllocator allocator;

	private final Restoring restorer = new Restoring();

	/** The restorer, if the connection has extensions. */
	private @Nullable Restoring restoring;

	/** The data message under way: its opcode, or {@link #NONE}. */
	private int message = NONE;

	private int fragments;

	/** The reserved bits of its first frame: whether extensions changed it. */
	private int rsv;

	private int utf8 = Utf8Validator.COMPLETE;

	private @Nullable ByteBuf kept;

	/** Takes messages as they arrive, or {@code null} to put them together. */
	private @Nullable MessagePieces pieces;

	private boolean lastPieceCame;

	/** The frame under way, between its start and its end. */
	private int frame = NONE;

	private boolean fin;

	private long frameLeft;

	private @Nullable ByteBuffer control;

	/**
	 * Creates an assembler that has yet to {@linkplain #turnTo turn to} a connection.
	 */
	@SuppressWarnings("NullAway.Init") // there is nothing to assemble before that
	public MessageAssembler() {
		this.sink = Nobody.INSTANCE;
	}

	/**
	 * Creates an assembler for one connection.
	 * @param sink takes the messages
	 * @param options the limits
	 * @param allocator for unfinished messages
	 * @param extensions restore what they changed, or {@code null} if there are none
	 */
	public MessageAssembler(MessageSink sink, ConnectionOptions options, ByteBufAllocator allocator,
			@Nullable ExtensionChain extensions) {
		this(sink, options, allocator, extensions, false);
	}

	/**
	 * Creates an assembler for one connection.
	 * @param sink takes the messages
	 * @param options the limits
	 * @param allocator for unfinished messages
	 * @param extensions restore what they changed, or {@code null} if there are none
	 * @param inPieces whether the sink takes messages as they arrive, rather than whole
	 */
	public MessageAssembler(MessageSink sink, ConnectionOptions options, ByteBufAllocator allocator,
			@Nullable ExtensionChain extensions, boolean inPieces) {
		this.sink = sink;
		this.options = options;
		this.allocator = allocator;
		turnTo(sink, options, allocator, extensions, inPieces);
	}

	/**
	 * Serves another connection from now on. It must not be in the middle of a message.
	 * @param sink takes the messages
	 * @param options the limits
	 * @param allocator for unfinished messages
	 * @param extensions restore what they changed, or {@code null} if there are none
	 * @param inPieces whether the sink takes messages as they arrive, rather than whole
	 */
	public void turnTo(MessageSink sink, ConnectionOptions options, ByteBufAllocator allocator,
			@Nullable ExtensionChain extensions, boolean inPieces) {
		this.sink = sink;
		this.options = options;
		this.allocator = allocator;
		this.pieces = inPieces ? new MessagePieces(sink, allocator) : null;
		this.restoring = null;
		if (extensions != null) {
			this.restorer.extensions = extensions;
			this.restoring = this.restorer;
		}
	}

	/**
	 * Forgets the connection.
	 */
	public void turnAway() {
		this.sink = Nobody.INSTANCE;
		this.pieces = null;
		this.restoring = null;
		this.restorer.extensions = null;
	}

	/**
	 * Returns whether a message or a frame has begun and not ended.
	 * @return {@code false} between two of them, when there is nothing to remember
	 */
	public boolean isUnfinished() {
		return this.message != NONE || this.frame != NONE;
	}

	/**
	 * Returns what is kept of an unfinished message.
	 * @return bytes of memory
	 */
	public int keptBytes() {
		return (this.kept != null) ? this.kept.capacity() : 0;
	}

	/**
	 * Returns how much may travel for a payload that extensions changed.
	 * @param size the largest payload, in bytes
	 * @return bytes
	 */
	public static long mayTravel(long size) {
		return Math.min(size, Long.MAX_VALUE / 2) + size / 64 + GROWTH_BY_EXTENSIONS;
	}

	@Override
	public void frame(int start, ByteBuf owner, ByteBuffer bytes, int index, int length, int key) {
		int opcode = Opcode.of(start);
		if (Opcode.isControl(start)) {
			FrameMask.apply(bytes, index, length, key);
			control(opcode, bytes, index, length);
		}
		else if (Opcode.isFinal(start) && this.message == NONE && opcode != Opcode.CONTINUATION
				&& Opcode.rsv(start) == 0 && this.pieces == null) {
			checkSize(length);
			boolean text = opcode == Opcode.TEXT;
			boolean ascii = (key != 0 || text) && FrameMask.apply(bytes, index, length, key);
			if (text && !ascii) {
				checkUtf8(bytes, index, length);
			}
			// A masked frame's header is longer than that of the same without a mask.
			this.sink.message(text, key != 0, owner, bytes, index, length);
		}
		else {
			frameStart(start, length);
			framePart(bytes, index, length, key);
			frameEnd();
		}
	}

	@Override
	public void frameStart(int start, long length) {
		this.frame = Opcode.of(start);
		this.fin = Opcode.isFinal(start);
		this.frameLeft = length;
		if (Opcode.isControl(start)) {
			this.control = ByteBuffer.allocate((int) length);
			return;
		}
		checkOrder(this.frame, Opcode.rsv(start));
		this.fragments++;
		if (this.fragments > this.options.maxFragments()) {
			throw new ProtocolViolationException(CloseCode.MESSAGE_TOO_BIG,
					"message of more than " + this.options.maxFragments() + " fragments");
		}
		if (this.restoring != null && this.rsv != 0) {
			this.restoring.announced(length);
		}
		else {
			checkSize(arrivedBytes() + length);
		}
	}

	@Override
	public void framePart(ByteBuffer bytes, int index, int length, int key) {
		if (this.control != null) {
			FrameMask.copy(bytes, index, length, key, this.control, this.control.position());
			this.control.position(this.control.position() + length);
			return;
		}
		if (this.restoring != null && this.rsv != 0) {
			FrameMask.apply(bytes, index, length, key);
			this.restoring.inbound(bytes.slice(index, length), false);
			this.sink.restored(length, this.restoring.restored());
		}
		else if (this.pieces != null) {
			this.lastPieceCame = this.fin && this.frameLeft == length;
			this.pieces.add(bytes, index, length, key, this.lastPieceCame);
		}
		else if (length != 0) {
			keep(bytes, index, length, key);
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
			if (this.restoring != null && this.rsv != 0) {
				this.restoring.inbound(EMPTY.duplicate(), true);
				this.sink.restored(0, this.restoring.restored());
			}
			endMessage();
		}
	}

	// What waits for the handler is looked at between two parts, each of which may be
	// inflated to a multiple.
	@Override
	public int longestPart() {
		return (this.restoring != null && this.rsv != 0) ? LONGEST_CHANGED_PART : Integer.MAX_VALUE;
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

	private void checkOrder(int opcode, int rsv) {
		if (opcode == Opcode.CONTINUATION) {
			if (this.message == NONE) {
				throw new ProtocolViolationException(CloseCode.PROTOCOL_ERROR, "a continuation without a message");
			}
			if (rsv != 0) {
				// RFC 7692 section 6.1: it stands in the first frame, for the whole
				// message.
				throw new ProtocolViolationException(CloseCode.PROTOCOL_ERROR,
						"a reserved bit is set on a continuation");
			}
		}
		else if (this.message != NONE) {
			throw new ProtocolViolationException(CloseCode.PROTOCOL_ERROR,
					"a new message before the last one was finished");
		}
		else {
			this.message = opcode;
			this.fragments = 0;
			this.rsv = rsv;
			if (this.pieces != null) {
				this.pieces.begin(opcode == Opcode.TEXT);
				this.lastPieceCame = false;
			}
			if (this.restoring != null) {
				this.restoring.begin();
			}
		}
	}

	// A frame may announce so much that the sum is more than a long holds, and negative.
	private void checkSize(long size) {
		long most = (this.pieces != null) ? Long.MAX_VALUE : LARGEST_BUFFER;
		if (size < 0 || size > Math.min(this.options.maxMessageSize(), most)) {
			throw new ProtocolViolationException(CloseCode.MESSAGE_TOO_BIG,
					"message of " + ((size < 0) ? Long.MAX_VALUE : size) + " bytes or more (limit: "
							+ this.options.maxMessageSize() + ")");
		}
	}

	private long arrivedBytes() {
		if (this.pieces != null) {
			return this.pieces.size();
		}
		return (this.kept != null) ? this.kept.writerIndex() - HEADROOM : 0;
	}

	private void keep(ByteBuffer bytes, int index, int length, int key) {
		ByteBuf buffer = this.kept;
		if (buffer == null) {
			int most = largestBuffer();
			int first = (int) Math.min(HEADROOM + BelievedLength.of(0, length, this.frameLeft), most);
			buffer = this.allocator.directBuffer(first, most).writerIndex(HEADROOM);
			this.kept = buffer;
		}
		else if (buffer.writableBytes() < length) {
			grow(buffer, length);
		}
		int end = buffer.writerIndex();
		ByteBuffer own = buffer.internalNioBuffer(end, length);
		int at = own.position();
		boolean ascii = FrameMask.copy(bytes, index, length, key, own, at);
		buffer.writerIndex(end + length);
		if (this.message == Opcode.TEXT && !(ascii && this.utf8 == Utf8Validator.COMPLETE)) {
			this.utf8 = Utf8Validator.check(this.utf8, own, at, length);
			if (this.utf8 == Utf8Validator.INVALID) {
				throw notUtf8();
			}
		}
	}

	private int largestBuffer() {
		return HEADROOM + (int) Math.min(this.options.maxMessageSize(), LARGEST_BUFFER);
	}

	// The last frame says how large the message becomes; before that, doubling is a
	// guess.
	private void grow(ByteBuf buffer, int length) {
		int size = buffer.writerIndex() - HEADROOM;
		long believed = BelievedLength.of(size, length, size + this.frameLeft);
		boolean whole = this.rsv == 0 && this.fin && believed == size + this.frameLeft;
		long wanted = whole ? HEADROOM + believed : Math.max(HEADROOM + believed, 2L * buffer.capacity());
		buffer.capacity((int) Math.min(wanted, largestBuffer()));
	}

	private void endMessage() {
		if (this.pieces != null) {
			this.message = NONE;
			if (!this.lastPieceCame) {
				this.pieces.add(EMPTY, 0, 0, 0, true);
			}
			return;
		}
		if (this.utf8 != Utf8Validator.COMPLETE) {
			throw notUtf8();
		}
		boolean text = this.message == Opcode.TEXT;
		this.message = NONE;
		ByteBuf own = this.kept;
		this.kept = null;
		if (own == null) {
			this.sink.message(text, false, Unpooled.EMPTY_BUFFER, EMPTY, 0, 0);
			return;
		}
		try {
			int length = own.writerIndex() - HEADROOM;
			ByteBuffer bytes = own.internalNioBuffer(0, HEADROOM + length);
			this.sink.message(text, true, own, bytes, bytes.position() + HEADROOM, length);
		}
		finally {
			own.release();
		}
	}

	private void control(int opcode, ByteBuffer bytes, int index, int length) {
		switch (opcode) {
			case Opcode.PING -> this.sink.ping(bytes, index, length);
			case Opcode.PONG -> this.sink.pong(bytes, index, length);
			default -> this.sink.close(ClosePayload.read(bytes, index, length));
		}
	}

	private static void checkUtf8(ByteBuffer bytes, int index, int length) {
		if (Utf8Validator.check(Utf8Validator.COMPLETE, bytes, index, length) != Utf8Validator.COMPLETE) {
			throw notUtf8();
		}
	}

	private static ProtocolViolationException notUtf8() {
		return new ProtocolViolationException(CloseCode.INVALID_PAYLOAD, "the text is not UTF-8");
	}

	private void keepOrPass(ByteBuffer piece, int length) {
		if (this.pieces != null) {
			this.pieces.add(piece, piece.position(), length, 0, false);
		}
		else {
			keep(piece, piece.position(), length, 0);
		}
	}

	/**
	 * Has extensions restore what they changed, and keeps it.
	 */
	private final class Restoring implements PayloadSink {

		private @Nullable ExtensionChain extensions;

		private long travelled;

		private long told;

		void begin() {
			this.travelled = 0;
			this.told = 0;
		}

		// What has become of the message since this was last asked.
		long restored() {
			long before = this.told;
			this.told = arrivedBytes();
			return this.told - before;
		}

		void announced(long length) {
			this.travelled += length;
			long most = mayTravel(MessageAssembler.this.options.maxMessageSize());
			if (this.travelled > most) {
				throw new ProtocolViolationException(CloseCode.MESSAGE_TOO_BIG,
						"compressed message of " + this.travelled + " bytes or more (limit: " + most + ")");
			}
		}

		void inbound(ByteBuffer piece, boolean last) {
			if (this.extensions != null) {
				this.extensions.inbound(MessageAssembler.this.rsv, piece, last, this);
			}
		}

		// Called as often as it takes to make much of little: the limit is checked before
		// there is memory for a piece.
		@Override
		public void accept(ByteBuffer piece) {
			int length = piece.remaining();
			if (length != 0) {
				checkSize(arrivedBytes() + length);
				keepOrPass(piece, length);
			}
		}

	}

}
