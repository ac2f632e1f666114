package io.aerosocket.internal.connection;

import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseReason;
import io.aerosocket.ProtocolViolationException;
import io.aerosocket.internal.extension.ExtensionChain;
import io.aerosocket.internal.message.MessageSink;
import io.aerosocket.internal.message.ReceivedMessage;
import io.aerosocket.telemetry.DropReason;

/**
 * The one handler that stays in the pipeline: bytes in, through decoder and assembler,
 * and messages out to the connection. Knows when not to read.
 */
public final class InboundHandler extends ChannelInboundHandlerAdapter implements MessageSink {

	/**
	 * Bytes that extensions may make of what one peer sent before the others on its event
	 * loop have their turn: a few kilobytes can inflate to a hundred times as much.
	 */
	private WebSocketConnection connection;

	/** Decodes what arrives; {@code null} between two reads and two messages. */
	private @Nullable Decoding decoding;

	/** What cannot be handled yet, while there is something. */
	private volatile @Nullable Backlog backlog;

	/** Keeps the peer to its rates, while there are any. */
	private @Nullable InboundRates rates;

	private boolean busy;

	private boolean paused;

	private boolean draining;

	/**
	 * Creates a handler. It has to be in a pipeline before there is a connection to
	 * {@link #attach}.
	 */
	@SuppressWarnings("NullAway.Init") // attached before the first event
	public InboundHandler() {
	}

	/**
	 * Gives the handler its connection, before the first event.
	 * @param connection what to read for
	 */
	void attach(WebSocketConnection connection) {
		this.connection = connection;
		adaptRates();
	}

	/**
	 * Begins or ends to keep the peer to rates, as the options of this moment say.
	 */
	void adaptRates() {
		this.rates = InboundRates.of(this.connection, this.rates);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (!(message instanceof ByteBuf read)) {
			ReferenceCountUtil.release(message);
			return;
		}
		ByteBuf in = inOnePiece(read);
		this.connection.readBegins();
		if (this.paused || hasHeldBytes() || (this.rates != null && this.rates.waitsForOthers())) {
			backlog().add(in);
			tellKept();
		}
		else {
			decode(in);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		this.connection.readEnds();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (context.channel().isWritable()) {
			this.connection.drainOutbound();
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (hasHeldBytes() && !isDeaf()) {
			// Epoll reads to the end of a socket although reading was paused: what the
			// peer sent before it hung up is handled, its Close included.
			this.connection.transportEnded();
		}
		else {
			this.connection.ended();
		}
	}

	@Override
	@SuppressWarnings("deprecation") // of the supertype's, which is on outbound handlers
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		this.connection.transportFailed(cause);
	}

	@Override
	public void message(boolean text, boolean room, ByteBuf owner, ByteBuffer bytes, int index, int length) {
		if (this.connection.takesMessages()) {
			this.connection.group().counters().messageReceived(length);
			if (this.rates != null && !this.rates.admitsMessage(length)) {
				refused(text, bytes, index, length);
				return;
			}
			Traffic.received(this.connection, text, bytes, index, length);
			this.connection.messagePasses();
			this.connection.inbound().received(ReceivedMessage.lent(text, room, owner, bytes, index, length));
		}
	}

	@Override
	public void fragment(ReceivedMessage fragment, boolean last) {
		if (this.connection.takesMessages()) {
			this.connection.group().counters().fragmentReceived(fragment.size(), last);
			if (this.rates != null && !this.rates.admitsPiece(fragment.asFragment().isFirst(), last, fragment.size())) {
				return;
			}
			Traffic.receivedPiece(this.connection, fragment.isText(), last, fragment.size());
			this.connection.messagePasses();
			this.connection.inbound().received(fragment);
		}
	}

	@Override
	public void restored(long travelled, long length) {
		this.connection.group().counters().payloadRestored(travelled, length);
		ExtensionChain chain = this.connection.extensionChain();
		if (chain != null && chain.endsTurn(length)) {
			pause();
			transport().executor().execute(() -> {
				chain.beginTurn();
				this.connection.goOnReading();
			});
		}
	}

	@Override
	public void ping(ByteBuffer bytes, int index, int length) {
		if (this.rates != null && !this.rates.admitsControl(length)) {
			return;
		}
		Traffic.receivedControl(this.connection, "ping", bytes, index, length);
		byte[] payload = new byte[length];
		bytes.get(index, payload);
		this.connection.outbound().pong(payload);
	}

	@Override
	public void pong(ByteBuffer bytes, int index, int length) {
		if (this.rates != null && !this.rates.admitsControl(length)) {
			return;
		}
		Traffic.receivedControl(this.connection, "pong", bytes, index, length);
		if (length == Integer.BYTES && bytes.getInt(index) == Heartbeats.PAYLOAD) {
			this.connection.pingAnswered();
			return;
		}
		try {
			this.connection.endpoint().handler().onPong(this.connection, bytes.slice(index, length).asReadOnlyBuffer());
		}
		catch (Throwable ex) {
			this.connection.handlerFailed(ex);
		}
	}

	@Override
	public void close(CloseReason reason) {
		Traffic.receivedClose(this.connection, reason);
		this.connection.peerCloses(reason);
	}

	@Override
	public boolean wantsMore() {
		return !this.paused && !isDeaf();
	}

	boolean isPaused() {
		return this.paused;
	}

	/**
	 * Returns what is kept of an unfinished message and of what was read behind it. Safe
	 * for any thread.
	 * @return in steps of {@link UnfinishedMemory}, negative once it was given up
	 */
	int unfinishedSteps() {
		Backlog current = this.backlog;
		return (current != null) ? current.told() : 0;
	}

	/**
	 * Tells no more of what is kept, since it is about to be given up. Safe for any
	 * thread.
	 * @return what was told until now, negative if this was called before
	 */
	int forgetUnfinished() {
		Backlog current = this.backlog;
		return (current != null) ? current.forget() : 0;
	}

	/**
	 * Closes the connection for what it keeps of an unfinished message.
	 * @param reason what the peer is told
	 */
	void giveUp(CloseReason reason) {
		if (!isDeaf() && transport().channel().isActive()) {
			this.connection.fail(reason);
		}
		release();
	}

	boolean hasHeldBytes() {
		Backlog current = this.backlog;
		return current != null && current.holdsBytes();
	}

	/**
	 * Returns whether held bytes can be decoded now.
	 * @return {@code false} while others have their turn, and to what is just decoded
	 */
	boolean mayDecodeHeldBytes() {
		return !isOutOfTurn() && !isDelayed() && !this.busy;
	}

	/**
	 * Returns whether it is called by what is decoded just now.
	 * @return whether more may follow
	 */
	boolean isDecoding() {
		return this.busy;
	}

	/**
	 * Stops reading from the socket, and leaves what was read undecoded.
	 */
	void pause() {
		if (!this.paused) {
			this.paused = true;
			this.connection.group().counters().readsPaused(1);
			transport().channel().config().setAutoRead(false);
		}
	}

	/**
	 * Decodes what was held, then goes on reading, unless that pauses it again. Called by
	 * what is decoded just now it only lets that go on.
	 */
	void resume() {
		if (isOutOfTurn() || isDelayed()) {
			return;
		}
		if (this.paused) {
			this.paused = false;
			this.connection.group().counters().readsPaused(-1);
		}
		while (!this.paused && !this.busy) {
			Backlog current = this.backlog;
			ByteBuf next = (current != null) ? current.poll() : null;
			if (next == null) {
				break;
			}
			decode(next);
		}
		if (!this.paused && !this.draining && transport().channel().isActive()) {
			transport().channel().config().setAutoRead(true);
		}
	}

	/**
	 * Returns whether the peer is gone that what is decoded came from.
	 * @return {@code false} while it is there, and when we let it go ourselves
	 */
	boolean isHungUp() {
		return !this.draining && !this.connection.isOpen();
	}

	/**
	 * Stops reading until the peer's rate allows more, unless this is the end of it: what
	 * was read is handled then.
	 * @return whether it stopped
	 */
	boolean delay() {
		if (this.draining || !this.connection.isOpen()) {
			return false;
		}
		pause();
		return true;
	}

	/**
	 * Goes on reading if the peer's rate allows more.
	 * @param now the time
	 * @return {@code false} to ask again later
	 */
	boolean endDelay(long now) {
		if (this.rates != null && !this.rates.endDelay(now)) {
			return false;
		}
		this.connection.goOnReading();
		return true;
	}

	/**
	 * Stops reading from the socket for a shutdown; what was read is still decoded.
	 */
	void beginDrain() {
		this.draining = true;
		transport().channel().config().setAutoRead(false);
	}

	/**
	 * Reads again, for the peer's answer to our Close.
	 */
	void endDrain() {
		this.draining = false;
		resume();
	}

	/**
	 * Reads on, only to notice the end: the connection was failed.
	 */
	void ignoreTheRest() {
		this.draining = false;
		resume();
	}

	/**
	 * Gives up what is unfinished and what is held.
	 */
	void release() {
		if (this.decoding != null) {
			this.decoding.release();
			this.decoding = null;
		}
		Backlog current = this.backlog;
		if (current != null) {
			current.release();
			tellKept();
		}
		if (this.paused) {
			this.paused = false;
			this.connection.group().counters().readsPaused(-1);
		}
	}

	private void decode(ByteBuf in) {
		try {
			if (!isDeaf()) {
				this.busy = true;
				decode(in, borrowDecoding());
			}
		}
		catch (ProtocolViolationException ex) {
			violated(ex);
		}
		catch (Throwable ex) {
			// An extension's fault, or no memory. Whoever called us: half a message is
			// decoded, so that nothing can follow.
			failed(ex);
		}
		finally {
			this.busy = false;
			if (in.isReadable() && this.paused && !isDeaf()) {
				// What was begun comes before what is still whole.
				backlog().addFirst(in);
			}
			else {
				in.release();
			}
			if (this.decoding != null || this.backlog != null || this.connection.inbound().hasPending()) {
				tellKept();
			}
		}
	}

	/**
	 * Tells how much is kept: it may have become more or less.
	 */
	void tellKept() {
		long bytes = this.connection.inbound().pendingBytes()
				+ ((this.decoding != null) ? this.decoding.keptBytes() : 0);
		Backlog current = this.backlog;
		if (current == null) {
			if (UnfinishedMemory.steps(bytes) == 0) {
				return;
			}
			current = backlog();
		}
		int change = current.tell(bytes);
		if (current.isEmpty()) {
			this.backlog = null;
		}
		if (change != 0) {
			this.connection.group().registry().unfinishedMemory().resized(change);
		}
	}

	private void violated(ProtocolViolationException violation) {
		this.connection.group().registry().log().violation(this.connection, violation);
		this.connection.fail(new CloseReason(violation.closeCode(), String.valueOf(violation.getMessage()), false));
		release();
	}

	private void failed(Throwable cause) {
		this.connection.readingFailed(cause);
		release();
	}

	private void decode(ByteBuf in, Decoding borrowed) {
		borrowed.decode(in);
		if (this.decoding == null) {
			// The end of the connection came meanwhile.
			borrowed.release();
		}
		else if (!borrowed.isUnfinished()) {
			this.decoding = null;
			borrowed.turnAway();
			this.connection.group().giveBack(borrowed);
		}
	}

	private Decoding borrowDecoding() {
		Decoding unfinished = this.decoding;
		if (unfinished != null) {
			return unfinished;
		}
		Decoding borrowed = this.connection.group().borrowDecoding();
		borrowed.turnTo(this.connection, this);
		this.decoding = borrowed;
		return borrowed;
	}

	// A socket reads into one piece; other channels are not bound to.
	private ByteBuf inOnePiece(ByteBuf read) {
		if (read.nioBufferCount() == 1) {
			return read;
		}
		ByteBuf whole = transport().alloc().directBuffer(read.readableBytes()).writeBytes(read);
		read.release();
		return whole;
	}

	private void refused(boolean text, ByteBuffer bytes, int index, int length) {
		DeadLetters letters = this.connection.group().registry().deadLetters();
		if (letters != null) {
			letters.add(this.connection, DropReason.RATE_LIMITED, text, bytes, index, length);
		}
	}

	private boolean isDelayed() {
		return this.rates != null && !this.draining && this.rates.isDelaying();
	}

	private boolean isDeaf() {
		return this.connection.isDeaf();
	}

	private boolean isOutOfTurn() {
		ExtensionChain chain = this.connection.extensionChain();
		return chain != null && chain.isTurnOver();
	}

	private ChannelHandlerContext transport() {
		return this.connection.transport();
	}

	private Backlog backlog() {
		Backlog current = this.backlog;
		if (current == null) {
			current = new Backlog();
			this.backlog = current;
		}
		return current;
	}

}
