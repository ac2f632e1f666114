package io.aerosocket.internal.connection;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

import io.aerosocket.ConnectionClosedException;
import io.aerosocket.internal.extension.ExtensionChain;
import io.aerosocket.internal.frame.FrameEncoder;
import io.aerosocket.internal.frame.FrameMask;
import io.aerosocket.internal.frame.MaskKeys;
import io.aerosocket.internal.frame.Opcode;
import io.aerosocket.internal.message.EncodedMessage;

/**
 * Writes one connection's frames. Messages are appended to one buffer, the cork, and
 * flushed once at the end of the read or of the event loop's turn; behind a transport
 * that is full they wait in the {@link OutboundQueue}.
 * <p>
 * Control frames have their own lane: they pass the queue, and of the Pings and Pongs
 * that a full transport holds up only the latest is kept, as RFC 6455 section 5.5.3
 * allows, so that a peer that asks and never reads costs nothing.
 */
final class Outbound {

	/**
	 * From here on a frame that goes to many is written by reference. To copy a smaller
	 * one costs less than a reference, and puts the frames of several broadcasts into one
	 * buffer.
	 */
	private static final int WORTH_SHARING = 2048;

	private final ChannelHandlerContext context;

	private final WebSocketConnection connection;

	private final ConnectionGroup group;

	private final OutboundQueue queue = new OutboundQueue();

	private final boolean masked;

	private final @Nullable ExtensionChain extensions;

	private final Cork cork = new Cork();

	private byte @Nullable [] ping;

	private byte @Nullable [] pong;

	private byte @Nullable [] close;

	private @Nullable OutboundStream stream;

	private boolean reading;

	private boolean flushLater;

	private boolean closeWritten;

	Outbound(ChannelHandlerContext context, WebSocketConnection connection, boolean masked,
			@Nullable ExtensionChain extensions) {
		this.context = context;
		this.connection = connection;
		this.group = connection.group();
		this.masked = masked;
		this.extensions = extensions;
	}

	@Nullable ExtensionChain extensions() {
		return this.extensions;
	}

	OutboundQueue queue() {
		return this.queue;
	}

	/**
	 * Writes a message now, if the transport has room and nothing waits before it.
	 * @param message the message
	 * @param flushed completed when it was written, or {@code null}
	 * @return {@code false} if it has to be queued
	 */
	boolean tryWrite(EncodedMessage message, @Nullable CompletableFuture<Void> flushed) {
		if (this.stream != null || this.queue.mayHoldSomething()) {
			drain();
			if (this.stream != null || !this.queue.isEmpty()) {
				return false;
			}
		}
		if (!hasRoom()) {
			return false;
		}
		if (this.extensions != null) {
			ByteBuf changed = ExtendedFrames.change(this.connection, this.extensions, message.payload(),
					message.isText());
			if (changed != null) {
				writeWhole(changed, flushed);
				this.group.counters().messageSent(message.length());
				flushSoon();
				return true;
			}
		}
		int size = message.wireBytes(this.masked);
		if (size > Cork.CAPACITY || (message.isFramed() && !this.masked)) {
			writeCork();
			this.context.write(message.toBuffer(this.context.alloc(), this.masked),
					promise((flushed != null) ? List.of(flushed) : null));
		}
		else {
			int index = reserve(size);
			message.writeTo(this.cork.bytes(), index, nextKey());
			if (flushed != null) {
				this.cork.listen(flushed);
			}
		}
		this.group.counters().messageSent(message.length());
		flushSoon();
		return true;
	}

	/**
	 * Writes a frame that many connections share.
	 * @param frame the frame, which stays the caller's
	 * @param payloadBytes the size of its payload
	 * @return {@code false} if it has to be queued
	 */
	boolean tryWriteShared(ByteBuf frame, int payloadBytes) {
		if (this.stream != null || (this.queue.mayHoldSomething() && !this.queue.isEmpty()) || !hasRoom()) {
			return false;
		}
		int size = frame.readableBytes();
		if (size < WORTH_SHARING) {
			int index = reserve(size);
			ByteBuffer bytes = frame.internalNioBuffer(frame.readerIndex(), size);
			this.cork.bytes().put(index, bytes, bytes.position(), size);
		}
		else {
			writeCork();
			this.context.write(frame.retainedDuplicate(), this.context.voidPromise());
		}
		this.group.counters().messageSent(payloadBytes);
		flushSoon();
		return true;
	}

	/**
	 * Writes what waits, as far as the transport has room, and flushes.
	 */
	void drain() {
		boolean wrote = writeControl();
		while (hasRoom()) {
			OutboundStream current = this.stream;
			if (current != null) {
				if (!current.write()) {
					break;
				}
				this.stream = null;
				continue;
			}
			Outgoing message = this.queue.poll();
			if (message == null) {
				break;
			}
			if (message.stream() != null) {
				this.stream = message.stream();
				this.connection.messageSent();
				continue;
			}
			writeQueued(message);
			wrote = true;
		}
		if (this.stream == null && this.queue.isEmpty() && this.close != null) {
			writeClose(this.close);
			wrote = true;
		}
		if (wrote) {
			flushSoon();
		}
	}

	private void writeQueued(Outgoing message) {
		ByteBuf frame = message.frame();
		if (message.plain() && this.extensions != null) {
			try {
				frame = ExtendedFrames.finish(this.connection, this.extensions, frame, message.payloadBytes());
			}
			catch (RuntimeException ex) {
				if (message.flushed() != null) {
					message.flushed().completeExceptionally(ex);
				}
				return;
			}
		}
		writeWhole(frame, message.flushed());
		this.group.counters().messageSent(message.payloadBytes());
	}

	private void writeWhole(ByteBuf whole, @Nullable CompletableFuture<Void> flushed) {
		int size = whole.readableBytes();
		if (size > Cork.CAPACITY) {
			writeCork();
			this.context.write(whole, promise((flushed != null) ? List.of(flushed) : null));
		}
		else {
			int index = reserve(size);
			ByteBuffer frame = whole.nioBuffer();
			this.cork.bytes().put(index, frame, frame.position(), size);
			whole.release();
			if (flushed != null) {
				this.cork.listen(flushed);
			}
		}
	}

	/**
	 * Writes the header of a frame whose payload follows.
	 * @param start its first byte
	 * @param length the size of its payload
	 */
	void writeHeader(int start, int length) {
		int index = reserve(FrameEncoder.headerBytes(length, false));
		FrameEncoder.writeHeader(this.cork.bytes(), index, start, length, 0);
	}

	/**
	 * Writes a fragment, or what is left of it after its header.
	 * @param bytes what to write; given away
	 * @param promise told when it has left
	 */
	void writeFragment(Object bytes, ChannelPromise promise) {
		writeCork();
		this.context.write(bytes, promise);
		flushSoon();
	}

	/**
	 * Returns whether a message is under way that is read while it is written.
	 * @return whether all others wait for its end
	 */
	boolean isStreaming() {
		return this.stream != null;
	}

	/**
	 * Gives up what is left of a message under way.
	 * @return whether there was one
	 */
	boolean giveUpStream() {
		OutboundStream current = this.stream;
		this.stream = null;
		if (current != null) {
			current.giveUp();
		}
		return current != null;
	}

	void ping(byte[] payload) {
		this.ping = payload;
		drainControl();
	}

	void pong(byte[] payload) {
		this.pong = payload;
		drainControl();
	}

	/**
	 * Writes a Close once the queue is empty; nothing is written after it.
	 * @param payload its payload
	 */
	void close(byte[] payload) {
		this.close = payload;
		drain();
	}

	/**
	 * Writes a Close now, whatever waits.
	 * @param payload its payload
	 */
	void closeNow(byte[] payload) {
		writeClose(payload);
		flushSoon();
	}

	/**
	 * Returns whether a Close was handed to the transport.
	 * @return {@code true} once it was
	 */
	boolean isCloseWritten() {
		return this.closeWritten;
	}

	/**
	 * A read begins: what is written until it ends is flushed once.
	 */
	void beginRead() {
		this.reading = true;
	}

	/**
	 * The read has ended.
	 */
	void endRead() {
		this.reading = false;
		flush();
	}

	/**
	 * Hands everything written so far to the network.
	 */
	void flush() {
		this.flushLater = false;
		writeCork();
		this.context.flush();
	}

	/**
	 * Gives up what was not handed to the transport.
	 * @param connectionId for the errors of those who wait
	 */
	void release(String connectionId) {
		ByteBuf unwritten = this.cork.take();
		if (unwritten != null) {
			unwritten.release();
		}
		List<CompletableFuture<Void>> waiting = this.cork.takeListeners();
		if (waiting != null) {
			waiting.forEach((flushed) -> flushed.completeExceptionally(new ConnectionClosedException(connectionId)));
		}
	}

	/**
	 * Returns what was written and has not left this process. Safe for any thread, when
	 * it is a little out of date.
	 * @return bytes
	 */
	long unflushedBytes() {
		ChannelOutboundBuffer buffer = this.context.channel().unsafe().outboundBuffer();
		return (buffer != null) ? buffer.totalPendingWriteBytes() : 0;
	}

	/**
	 * Returns whether the transport takes more, after a flush if need be.
	 * @return {@code false} when it is full, and after a Close
	 */
	boolean hasRoom() {
		if (this.closeWritten) {
			return false;
		}
		Channel channel = this.context.channel();
		if (!channel.isWritable()) {
			// It may be full only of what was not flushed yet.
			flush();
		}
		return channel.isWritable();
	}

	private void drainControl() {
		if (writeControl()) {
			flushSoon();
		}
	}

	private boolean writeControl() {
		// Asked first, because it may flush, and the flush may come back here.
		if ((this.ping == null && this.pong == null) || !hasRoom()) {
			return false;
		}
		byte[] ping = this.ping;
		byte[] pong = this.pong;
		this.ping = null;
		this.pong = null;
		if (ping != null) {
			writeFrame(Opcode.PING, ping);
		}
		if (pong != null) {
			writeFrame(Opcode.PONG, pong);
		}
		return true;
	}

	private void writeClose(byte[] payload) {
		if (!this.closeWritten) {
			this.close = null;
			this.closeWritten = true;
			writeFrame(Opcode.CLOSE, payload);
		}
	}

	private void writeFrame(int opcode, byte[] payload) {
		int index = reserve(FrameEncoder.headerBytes(payload.length, this.masked) + payload.length);
		int key = nextKey();
		ByteBuffer out = this.cork.bytes();
		int at = FrameEncoder.writeHeader(out, index, Opcode.FIN | opcode, payload.length, key);
		FrameMask.copy(ByteBuffer.wrap(payload), 0, payload.length, key, out, at);
	}

	private int nextKey() {
		return this.masked ? MaskKeys.next() : 0;
	}

	private int reserve(int size) {
		if (!this.cork.hasRoomFor(size)) {
			writeCork();
		}
		return this.cork.reserve(size, this.context.alloc());
	}

	private void writeCork() {
		ByteBuf frames = this.cork.take();
		if (frames != null) {
			this.context.write(frames, promise(this.cork.takeListeners()));
		}
	}

	private ChannelPromise promise(@Nullable List<CompletableFuture<Void>> listeners) {
		if (listeners == null) {
			return this.context.voidPromise();
		}
		return this.context.newPromise().addListener((written) -> {
			for (CompletableFuture<Void> flushed : listeners) {
				if (written.isSuccess()) {
					flushed.complete(null);
				}
				else {
					flushed.completeExceptionally(new ConnectionClosedException(this.connection.id()));
				}
			}
		});
	}

	private void flushSoon() {
		if (!this.reading && !this.flushLater) {
			this.flushLater = true;
			this.group.flushLater(this);
		}
	}

}
