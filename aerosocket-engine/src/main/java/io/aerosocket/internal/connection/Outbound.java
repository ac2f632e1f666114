package io.aerosocket.internal.connection;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

import io.aerosocket.SendResult;
import io.aerosocket.internal.extension.ExtensionChain;
import io.aerosocket.internal.frame.FrameEncoder;
import io.aerosocket.internal.frame.Opcode;
import io.aerosocket.internal.message.EncodedMessage;
import io.aerosocket.telemetry.DropReason;

/**
 * Writes one connection's frames. Messages are appended to one buffer, the cork, and
 * flushed once at the end of the read or of the event loop's turn; behind a transport
 * that is full they wait in the {@link OutboundQueue}.
 * <p>
 * Control frames have their own lane: they pass the queue, and of the Pings and Pongs
 * that a full transport holds up only the latest is kept, so that a peer that asks and
 * never reads costs nothing.
 */
final class Outbound {

	/**
	 * From here on a frame that goes to many is written by reference. To copy a smaller
	 * one costs less than a reference, and puts the frames of several broadcasts into one
	 * buffer.
	 */
	private static final int WORTH_SHARING = 2048;

	private final WebSocketConnection connection;

	private final ChannelHandlerContext context;

	private final @Nullable ExtensionChain extensions;

	/**
	 * What waits; made when something has to, which on most connections never happens.
	 */
	private volatile @Nullable OutboundQueue queue;

	/** What was written and not flushed yet; borrowed for that time. */
	private @Nullable Cork cork;

	private @Nullable ControlFrames control;

	private @Nullable OutboundStream stream;

	/** What the last cork held, as a guess at what the next one will. */
	private short lastCorkSize = Cork.SMALLEST;

	private boolean reading;

	private boolean flushLater;

	private boolean closeWritten;

	Outbound(WebSocketConnection connection, ChannelHandlerContext context, @Nullable ExtensionChain extensions) {
		this.connection = connection;
		this.context = context;
		this.extensions = extensions;
	}

	ChannelHandlerContext context() {
		return this.context;
	}

	@Nullable ExtensionChain extensions() {
		return this.extensions;
	}

	/**
	 * Returns where messages wait. Safe for any thread.
	 * @return the queue, made if there was none
	 */
	OutboundQueue queue() {
		OutboundQueue known = this.queue;
		if (known != null) {
			return known;
		}
		synchronized (this) {
			OutboundQueue made = this.queue;
			if (made == null) {
				made = new OutboundQueue(group().memory());
				this.queue = made;
			}
			return made;
		}
	}

	/**
	 * Takes the message out that has waited longest. Safe for any thread.
	 * @return the message, now the caller's, or {@code null} if none waits
	 */
	@Nullable Outgoing poll() {
		OutboundQueue waiting = this.queue;
		return (waiting != null) ? waiting.poll() : null;
	}

	/**
	 * Returns what waits to be written. Safe for any thread.
	 * @return bytes
	 */
	long queuedBytes() {
		OutboundQueue waiting = this.queue;
		return (waiting != null) ? waiting.bytes() : 0;
	}

	void wakeBlocked() {
		OutboundQueue waiting = this.queue;
		if (waiting != null) {
			waiting.wakeBlocked();
		}
	}

	private boolean somethingWaits() {
		OutboundQueue waiting = this.queue;
		return waiting != null && waiting.mayHoldSomething() && !waiting.isEmpty();
	}

	/**
	 * Returns what frames may be added to as they are.
	 * @return what was begun and not flushed, for which the transport had room and has
	 * got nothing since, or {@code null} if there is no such or something comes before
	 */
	@Nullable Cork begun() {
		boolean open = this.extensions == null && this.stream == null && !this.closeWritten && !somethingWaits();
		return open ? this.cork : null;
	}

	/**
	 * Writes a message now, if the transport has room and nothing waits before it.
	 * @param message the message
	 * @param flushed completed when it was written, or {@code null}
	 * @return {@code false} if it has to be queued
	 */
	boolean tryWrite(EncodedMessage message, @Nullable CompletableFuture<Void> flushed) {
		if (this.stream != null || somethingWaits()) {
			drain();
			if (this.stream != null || somethingWaits()) {
				return false;
			}
		}
		if (!hasRoom()) {
			return false;
		}
		if (this.extensions != null) {
			ByteBuf changed = ExtendedFrames.change(this.connection, this.extensions, message);
			if (changed != null) {
				writeWhole(changed, flushed);
				SendTimes.written(this.connection, message);
				flushSoon();
				return true;
			}
		}
		boolean masked = this.connection.isMasking();
		int size = message.wireBytes(masked);
		if (size > Cork.CAPACITY || (message.isFramed() && !masked)) {
			writeCork();
			this.context.write(message.toBuffer(this.context.alloc(), masked),
					WriteListeners.promise(this.connection, (flushed != null) ? List.of(flushed) : null));
		}
		else {
			corkFor(size).add(message, masked, flushed, this.context.alloc());
		}
		SendTimes.written(this.connection, message);
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
		if (this.stream != null || somethingWaits() || !hasRoom()) {
			return false;
		}
		int size = frame.readableBytes();
		if (size < WORTH_SHARING) {
			corkFor(size).add(frame.internalNioBuffer(frame.readerIndex(), size), null, this.context.alloc());
		}
		else {
			writeCork();
			this.context.write(frame.retainedDuplicate(), this.context.voidPromise());
		}
		SendTimes.written(this.connection, payloadBytes);
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
			Outgoing message = poll();
			if (message == null) {
				break;
			}
			if (message.stream() != null) {
				if (this.connection.isDeaf()) {
					// The peer has closed and waits for our answer, not for this.
					SlowConsumers.drop(this.connection, message, DropReason.CLOSED, SendResult.CLOSED);
					continue;
				}
				this.stream = message.stream();
				this.connection.messagePasses();
				continue;
			}
			writeQueued(message);
			wrote = true;
		}
		if (writeLastWord() || wrote) {
			flushSoon();
		}
	}

	private void writeQueued(Outgoing message) {
		SendTimes.writes(this.connection, message);
		ByteBuf frame = message.frame();
		if (message.plain() && this.extensions != null) {
			try {
				frame = ExtendedFrames.finish(this.connection, this.extensions, frame, message.payloadBytes(),
						message.prepared());
			}
			catch (RuntimeException ex) {
				if (message.flushed() != null) {
					message.flushed().completeExceptionally(ex);
				}
				return;
			}
		}
		writeWhole(frame, message.flushed());
		SendTimes.written(this.connection, message);
	}

	private void writeWhole(ByteBuf whole, @Nullable CompletableFuture<Void> flushed) {
		int size = whole.readableBytes();
		if (size > Cork.CAPACITY) {
			writeCork();
			this.context.write(whole,
					WriteListeners.promise(this.connection, (flushed != null) ? List.of(flushed) : null));
		}
		else {
			corkFor(size).add(whole.nioBuffer(), flushed, this.context.alloc());
			whole.release();
		}
	}

	/**
	 * Writes the header of a frame whose payload follows.
	 * @param start its first byte
	 * @param length the size of its payload
	 */
	void writeHeader(int start, int length) {
		corkFor(FrameEncoder.headerBytes(length, false)).addHeader(start, length, this.context.alloc());
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
		control().ping(payload);
		drainControl();
	}

	void pong(byte[] payload) {
		control().pong(payload);
		drainControl();
	}

	/**
	 * Writes a Close once the queue is empty; nothing is written after it.
	 * @param payload its payload
	 */
	void close(byte[] payload) {
		control().close(payload);
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

	boolean isCloseWritten() {
		return this.closeWritten;
	}

	/**
	 * A read begins: what is written until it ends is flushed once.
	 */
	void beginRead() {
		this.reading = true;
	}

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
		Cork given = this.cork;
		if (given == null) {
			return;
		}
		this.cork = null;
		ByteBuf unwritten = given.take();
		if (unwritten != null) {
			unwritten.release();
		}
		List<CompletableFuture<Void>> waiting = given.takeListeners();
		group().giveBack(given);
		if (waiting != null) {
			WriteListeners.giveUp(waiting, connectionId);
		}
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
		if (this.control == null || !this.control.hasPingOrPong() || !hasRoom()) {
			return false;
		}
		ControlFrames waiting = this.control;
		if (waiting == null) {
			return false;
		}
		waiting.writePingAndPong(this);
		forgetWhenEmpty(waiting);
		return true;
	}

	private boolean writeLastWord() {
		ControlFrames waiting = this.control;
		if (waiting == null || this.stream != null || somethingWaits()) {
			return false;
		}
		boolean wrote = waiting.writeClose(this);
		forgetWhenEmpty(waiting);
		return wrote;
	}

	private ControlFrames control() {
		ControlFrames waiting = this.control;
		if (waiting == null) {
			waiting = new ControlFrames();
			this.control = waiting;
		}
		return waiting;
	}

	private void forgetWhenEmpty(ControlFrames frames) {
		if (frames.isEmpty()) {
			this.control = null;
		}
	}

	void writeClose(byte[] payload) {
		if (!this.closeWritten) {
			this.closeWritten = true;
			writeFrame(Opcode.CLOSE, payload);
		}
	}

	void writeFrame(int opcode, byte[] payload) {
		boolean masked = this.connection.isMasking();
		int size = FrameEncoder.headerBytes(payload.length, masked) + payload.length;
		corkFor(size).addControl(opcode, payload, masked, this.context.alloc());
		Traffic.sentControl(this.connection, opcode, payload);
	}

	// Returns a cork that has room for a frame of that size.
	private Cork corkFor(int size) {
		if (this.cork != null && !this.cork.hasRoomFor(size)) {
			writeCork();
		}
		Cork borrowed = this.cork;
		if (borrowed == null) {
			borrowed = group().borrowCork();
			borrowed.expect(this.lastCorkSize);
			this.cork = borrowed;
		}
		return borrowed;
	}

	private void writeCork() {
		Cork full = this.cork;
		if (full == null) {
			return;
		}
		this.cork = null;
		ByteBuf frames = full.take();
		List<CompletableFuture<Void>> listeners = full.takeListeners();
		this.lastCorkSize = (short) full.expected();
		group().giveBack(full);
		if (frames != null) {
			this.context.write(frames, WriteListeners.promise(this.connection, listeners));
		}
	}

	private ConnectionGroup group() {
		return this.connection.group();
	}

	void flushSoon() {
		if (!this.reading && !this.flushLater) {
			this.flushLater = true;
			group().flushLater(this);
		}
	}

}
