package io.aerosocket.internal.connection;

import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.ConnectionClosedException;
import io.aerosocket.MessageSource;
import io.aerosocket.internal.frame.FrameEncoder;
import io.aerosocket.internal.frame.FrameMask;
import io.aerosocket.internal.frame.MaskKeys;
import io.aerosocket.internal.frame.Opcode;
import io.aerosocket.internal.message.Utf8Validator;
import io.aerosocket.internal.stream.FragmentSource;
import io.aerosocket.internal.stream.OutgoingFragment;

/**
 * A message that is written in fragments as its source yields them and as the network
 * takes them (RFC 6455 section 5.4). {@link Outbound} lets it write when it is its turn.
 * <p>
 * Confined to the event loop, except where a method says otherwise.
 */
final class OutboundStream implements FragmentSource.Taker {

	/**
	 * So much may be written and not have left yet, one fragment in any case. The
	 * channel's own bound does not count pieces of files.
	 */
	private static final int MAX_UNSENT_BYTES = 128 * 1024;

	private static final int MAX_UNSENT_FRAGMENTS = 64;

	/** So much is written in one turn; then others of this event loop have theirs. */
	private static final int BYTES_PER_TURN = 256 * 1024;

	private final WebSocketConnection connection;

	private final Outbound outbound;

	private final boolean text;

	private final FragmentSource source;

	private final CompletableFuture<Void> done = new CompletableFuture<>();

	private final AtomicBoolean turnRequested = new AtomicBoolean();

	private int utf8 = Utf8Validator.COMPLETE;

	private int unsentBytes;

	private int unsentFragments;

	private boolean started;

	private boolean begun;

	private boolean wholeWritten;

	private boolean writing;

	/** Nothing more will be done for it. */
	private volatile boolean over;

	private OutboundStream(WebSocketConnection connection, Outbound outbound, boolean text, FragmentSource source) {
		this.connection = connection;
		this.outbound = outbound;
		this.text = text;
		this.source = source;
		this.done.whenComplete((nothing, error) -> {
			if (!this.over) {
				connection.group().execute(this::cancelled, this::giveUp);
			}
		});
	}

	/**
	 * Prepares a stream. Safe for any thread.
	 * @param source what to send
	 * @param connection whom to
	 * @param endpoint what connections of its kind share
	 * @param outbound writes
	 * @return the stream, to be written or given up
	 */
	static OutboundStream of(MessageSource source, WebSocketConnection connection, Endpoint endpoint,
			Outbound outbound) {
		boolean byReference = !endpoint.isClient() && connection.transport().pipeline().get(SslHandler.class) == null;
		return new OutboundStream(connection, outbound, source.isText(), FragmentSource.of(source, byReference,
				endpoint.options().streamFragmentSize(), connection.transport().alloc(), endpoint.sourceThreads()));
	}

	/**
	 * Returns what the application waits for. Safe for any thread.
	 * @return a stage; to cancel it gives the stream up
	 */
	CompletionStage<Void> done() {
		return this.done;
	}

	/**
	 * Writes what the source has, as far as the network has room. Called whenever that
	 * may be something.
	 * @return whether it is over, so that it is the next message's turn
	 */
	boolean write() {
		if (this.writing) {
			return false;
		}
		if (this.over) {
			return true;
		}
		this.writing = true;
		try {
			return writeWhatThereIs();
		}
		catch (Throwable ex) {
			return fail(ex);
		}
		finally {
			this.writing = false;
		}
	}

	private boolean writeWhatThereIs() throws Exception {
		if (!this.started) {
			this.started = true;
			this.source.start(this);
		}
		int left = BYTES_PER_TURN;
		while (mayWrite() && this.outbound.hasRoom()) {
			if (this.over) {
				return true;
			}
			if (left <= 0) {
				ready();
				return false;
			}
			OutgoingFragment fragment = this.source.next();
			if (fragment == null) {
				return false;
			}
			write(fragment);
			left -= fragment.length();
			if (fragment.isLast()) {
				this.wholeWritten = true;
				this.source.close();
				return true;
			}
		}
		return false;
	}

	private boolean mayWrite() {
		return this.unsentFragments == 0
				|| (this.unsentBytes < MAX_UNSENT_BYTES && this.unsentFragments < MAX_UNSENT_FRAGMENTS);
	}

	private void write(OutgoingFragment fragment) throws UTFDataFormatException {
		int length = fragment.length();
		boolean last = fragment.isLast();
		int start = this.begun ? Opcode.CONTINUATION : (this.text ? Opcode.TEXT : Opcode.BINARY);
		start |= last ? Opcode.FIN : 0;
		if (fragment.body() instanceof ByteBuf chunk) {
			frame(chunk, start, length, last);
		}
		else {
			this.outbound.writeHeader(start, length);
		}
		this.begun = true;
		this.unsentBytes += length;
		this.unsentFragments++;
		ChannelPromise promise = this.connection.transport().newPromise();
		promise.addListener((written) -> sent(length, last, written.isSuccess()));
		this.outbound.writeFragment(fragment.body(), promise);
		this.connection.group().counters().fragmentSent(length, last);
		Traffic.sentPiece(this.connection, this.text, last, length);
		this.connection.fragmentSent();
	}

	// Puts the header in front, and masks if this is a client.
	private void frame(ByteBuf chunk, int start, int length, boolean last) throws UTFDataFormatException {
		ByteBuffer bytes = chunk.internalNioBuffer(0, OutgoingFragment.HEADROOM + length);
		int payload = bytes.position() + OutgoingFragment.HEADROOM;
		try {
			checkUtf8(bytes, payload, length, last);
		}
		catch (UTFDataFormatException ex) {
			chunk.release();
			throw ex;
		}
		int key = this.connection.isMasking() ? MaskKeys.next() : 0;
		int header = FrameEncoder.headerBytes(length, key != 0);
		FrameEncoder.writeHeader(bytes, payload - header, start, length, key);
		if (key != 0) {
			FrameMask.apply(bytes, payload, length, key);
		}
		chunk.readerIndex(OutgoingFragment.HEADROOM - header);
	}

	private void checkUtf8(ByteBuffer bytes, int index, int length, boolean last) throws UTFDataFormatException {
		if (this.text) {
			this.utf8 = Utf8Validator.check(this.utf8, bytes, index, length);
			if (this.utf8 == Utf8Validator.INVALID || (last && this.utf8 != Utf8Validator.COMPLETE)) {
				throw new UTFDataFormatException("The text is not UTF-8");
			}
		}
	}

	private void sent(int length, boolean last, boolean success) {
		this.unsentBytes -= length;
		this.unsentFragments--;
		if (!success) {
			// The transport is gone.
			giveUp();
		}
		else if (last) {
			this.over = true;
			this.done.complete(null);
		}
		else {
			ready();
		}
	}

	// The source has failed. What was begun cannot be taken back, and must not look
	// whole.
	private boolean fail(Throwable cause) {
		end(cause);
		if (this.begun && !this.wholeWritten) {
			this.connection.fail(new CloseReason(CloseCode.INTERNAL_ERROR, "a message broke off", false));
		}
		return true;
	}

	private void cancelled() {
		if (!this.over) {
			fail(new ConnectionClosedException(this.connection.id()));
			this.connection.drainOutbound();
		}
	}

	/**
	 * The connection ends, or the message was dropped.
	 */
	void giveUp() {
		end(new ConnectionClosedException(this.connection.id()));
	}

	private void end(Throwable cause) {
		if (!this.over) {
			this.over = true;
			this.source.close();
			this.done.completeExceptionally(cause);
		}
	}

	/**
	 * There may be something to write, or room for it. Safe for any thread.
	 */
	@Override
	public void ready() {
		if (!this.over && this.turnRequested.compareAndSet(false, true)) {
			try {
				this.connection.group().loop().execute(this::turn);
			}
			catch (RejectedExecutionException ex) {
				giveUp();
			}
		}
	}

	private void turn() {
		this.turnRequested.set(false);
		this.connection.drainOutbound();
	}

	@Override
	public void execute(Runnable action, Runnable afterTheEnd) {
		this.connection.group().execute(action, afterTheEnd);
	}

}
