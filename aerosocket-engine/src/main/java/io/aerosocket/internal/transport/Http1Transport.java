package io.aerosocket.internal.transport;

import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

import io.aerosocket.Handshake;
import io.aerosocket.HandshakeDecision;
import io.aerosocket.HandshakeException;
import io.aerosocket.internal.flight.FlightRecorder;
import io.aerosocket.internal.flight.RecordedHandshake;
import io.aerosocket.internal.handshake.HttpAnswer;
import io.aerosocket.internal.handshake.OpeningHandshake;
import io.aerosocket.internal.handshake.RequestHead;
import io.aerosocket.telemetry.HandshakeOutcome;
import io.aerosocket.telemetry.HandshakeRefusal;
import io.aerosocket.telemetry.RefusalReason;

/**
 * Reads the one request of a socket as HTTP/1.1 (RFC 9112), within a size and a time, and
 * gives its place in the pipeline to the WebSocket. Any other answer is followed by the
 * end of the socket: nobody needs a keep-alive here.
 */
public final class Http1Transport extends ChannelInboundHandlerAdapter implements UpgradeRequest {

	/** {@code CR LF CR LF}, as a number. */
	private static final int END_OF_HEAD = 0x0D0A_0D0A;

	private static final int LINGER_SECONDS = 1;

	private final RequestHandler handler;

	private final ConnectionGate gate;

	private final HandshakeDeadlines deadlines;

	private final int maxHeadBytes;

	private @Nullable ChannelHandlerContext context;

	private @Nullable ByteBuf received;

	private @Nullable RequestHead head;

	private OpeningHandshake.@Nullable Peer peer;

	private @Nullable Handshake handshake;

	private HandshakeDeadlines.@Nullable Entry deadline;

	private long enteredAt;

	private @Nullable RecordedHandshake recorded;

	private int scanned;

	private int kept;

	private boolean entered;

	private boolean left;

	private boolean done;

	/**
	 * Creates the transport of one socket.
	 * @param handler decides on the request
	 * @param gate counts the socket
	 * @param deadlines end the handshake if it takes too long
	 * @param maxHeadBytes the largest head accepted
	 */
	public Http1Transport(RequestHandler handler, ConnectionGate gate, HandshakeDeadlines deadlines, int maxHeadBytes) {
		this.handler = handler;
		this.gate = gate;
		this.deadlines = deadlines;
		this.maxHeadBytes = maxHeadBytes;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
		if (context.channel().isActive()) {
			enter(context);
		}
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		enter(context);
	}

	private void enter(ChannelHandlerContext context) {
		if (this.entered) {
			return;
		}
		this.entered = true;
		this.enteredAt = now(context);
		this.recorded = FlightRecorder.handshakeBegins();
		if (this.gate.enter()) {
			this.deadline = this.deadlines.add(this);
		}
		else {
			turnAway(context);
		}
	}

	// Nobody is kept waiting, not even to read the request: the answer is one packet, and
	// who has asked already may see a reset instead. TLS would be work, and is not begun.
	private void turnAway(ChannelHandlerContext context) {
		boolean answers = canAnswer();
		refused(context, RefusalReason.CROWDED, answers ? 503 : HandshakeRefusal.NO_ANSWER);
		finish();
		if (answers) {
			context
				.writeAndFlush(HttpAnswer.text(context.alloc(), 503, "The server is full, try again later",
						Map.of("Retry-After", "5"), false))
				.addListener(ChannelFutureListener.CLOSE);
		}
		else {
			context.close();
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ByteBuf in = (ByteBuf) message;
		if (this.done) {
			in.release();
			return;
		}
		ByteBuf all = HandshakeMemory.append(context.alloc(), this.received, in);
		this.received = all;
		if (this.head == null) {
			readHead(all);
		}
		else if (all.readableBytes() > this.maxHeadBytes) {
			// Frames sent before the answer: they are welcome, but have to wait.
			context.channel().config().setAutoRead(false);
		}
		keep(context);
	}

	// Until its end it takes memory, of which all have a little, and share the rest.
	private void keep(ChannelHandlerContext context) {
		if (this.done || this.received == null) {
			return;
		}
		this.received = HandshakeMemory.compact(context.alloc(), this.received);
		int now = this.received.capacity();
		if (this.gate.memory().resized(this.kept, now)) {
			this.kept = now;
		}
		else {
			refuse(new HandshakeDecision.Refuse(503, "The server has no memory for this, try again later",
					Map.of("Retry-After", "5")), RefusalReason.MEMORY);
		}
	}

	private void readHead(ByteBuf all) {
		if (all.isReadable() && !RequestHead.isTokenCharacter(all.getByte(all.readerIndex()))) {
			// No request begins like this; a TLS handshake does.
			refuse(refusal(400, "This port speaks HTTP/1.1 without TLS"), RefusalReason.BAD_REQUEST);
			return;
		}
		int end;
		try {
			end = endOfHead(all);
		}
		catch (HandshakeException ex) {
			refuse(refusal(ex.httpStatus(), String.valueOf(ex.getMessage())), RefusalReason.BAD_REQUEST);
			return;
		}
		if (end - all.readerIndex() > this.maxHeadBytes || (end < 0 && all.readableBytes() >= this.maxHeadBytes)) {
			boolean inTarget = all.bytesBefore((byte) '\n') < 0;
			refuse(inTarget ? refusal(414, "The request target is too long")
					: refusal(431, "The request head is larger than " + this.maxHeadBytes + " bytes"),
					RefusalReason.TOO_LARGE);
			return;
		}
		if (end < 0) {
			return;
		}
		byte[] bytes = new byte[end - all.readerIndex()];
		all.readBytes(bytes);
		try {
			this.head = RequestHead.parse(bytes);
		}
		catch (HandshakeException ex) {
			refuse(refusal(ex.httpStatus(), String.valueOf(ex.getMessage())), RefusalReason.BAD_REQUEST);
			return;
		}
		try {
			this.peer = this.handler.identify(this.head, directPeer());
		}
		catch (HandshakeException ex) {
			refuse(refusal(ex.httpStatus(), String.valueOf(ex.getMessage())), RefusalReason.FORWARDED);
			return;
		}
		this.handler.handle(this);
	}

	// Returns the index behind the head, or a negative number while it is incomplete.
	private int endOfHead(ByteBuf all) {
		int start = all.readerIndex();
		int next = start + this.scanned;
		for (int at = newLine(all, next); at >= 0; at = newLine(all, next)) {
			if (at == start || all.getByte(at - 1) != '\r') {
				throw new HandshakeException(400, "Malformed request: a line ends in CR and LF");
			}
			next = at + 1;
			if (next - start >= Integer.BYTES && all.getInt(next - Integer.BYTES) == END_OF_HEAD) {
				return next;
			}
		}
		this.scanned = all.writerIndex() - start;
		return -1;
	}

	private static int newLine(ByteBuf all, int from) {
		return all.indexOf(from, all.writerIndex(), (byte) '\n');
	}

	@Override
	public RequestHead head() {
		if (this.head == null) {
			throw new IllegalStateException("The request is not complete");
		}
		return this.head;
	}

	@Override
	public OpeningHandshake.Peer peer() {
		return (this.peer != null) ? this.peer : directPeer();
	}

	private OpeningHandshake.Peer directPeer() {
		Channel channel = context().channel();
		SslHandler ssl = channel.pipeline().get(SslHandler.class);
		return new OpeningHandshake.Peer(ProxyHeaderReader.remoteAddress(channel),
				ProxyHeaderReader.localAddress(channel), ssl != null, (ssl != null) ? TlsPeer.principal(ssl) : null);
	}

	@Override
	public void recognized(Handshake recognized) {
		this.handshake = recognized;
	}

	@Override
	public void refuse(HandshakeDecision.Refuse refusal, RefusalReason reason) {
		if (!this.done) {
			refused(context(), reason, canAnswer() ? refusal.status() : HandshakeRefusal.NO_ANSWER);
			respond(refusal.status(), refusal.message(), refusal.headers());
		}
	}

	@Override
	public void answer(int status, String message) {
		if (!this.done) {
			respond(status, message, Map.of());
		}
	}

	@Override
	public void accept(OpeningHandshake handshake, @Nullable String subprotocol, @Nullable String extensions,
			ChannelInboundHandler webSocket, Opening opening) {
		ChannelHandlerContext context = context();
		if (this.done || !context.channel().isActive()) {
			return;
		}
		ByteBuf early = this.received;
		this.received = null;
		finish();
		leave();
		context.channel().config().setAutoRead(true);
		ChannelPipeline pipeline = context.pipeline();
		try {
			pipeline.replace(this, null, webSocket);
			opening.prepare(pipeline.context(webSocket));
		}
		catch (Throwable ex) {
			notOpened(webSocket, early, ex);
			return;
		}
		ByteBuf answer = HttpAnswer.switchProtocols(context.alloc(), handshake, subprotocol, extensions);
		handshake.trim();
		pipeline.context(webSocket).write(answer, context.voidPromise());
		this.handshake = handshake;
		ended(HandshakeOutcome.ACCEPTED, null);
		opening.open();
		// From here on this context stands right before its successor.
		if (early != null && early.isReadable()) {
			context.fireChannelRead(early);
			context.fireChannelReadComplete();
		}
		else if (early != null) {
			early.release();
		}
		pipeline.flush();
	}

	// An extension's fault. The handler has no connection, so that it must not see the
	// end.
	private void notOpened(ChannelInboundHandler webSocket, @Nullable ByteBuf early, Throwable cause) {
		ChannelHandlerContext context = context();
		HandshakeLog.failed(context.channel(), "could not become a WebSocket", cause);
		refused(context, RefusalReason.ERROR, HandshakeRefusal.NO_ANSWER);
		if (early != null) {
			early.release();
		}
		if (context.pipeline().context(webSocket) != null) {
			context.pipeline().remove(webSocket);
		}
		context.channel().close();
	}

	@Override
	public void whenEnded(Runnable action) {
		context().channel().closeFuture().addListener((closed) -> action.run());
	}

	@Override
	public boolean isDone() {
		return this.done;
	}

	@Override
	public void execute(Runnable action) {
		context().executor().execute(action);
	}

	/**
	 * The time is over.
	 */
	void expire() {
		if (!this.done) {
			refuse(refusal(408, "The handshake took too long"), RefusalReason.TIMEOUT);
		}
	}

	/**
	 * The server ends.
	 */
	void shutDown() {
		if (!this.done && this.head != null) {
			refuse(refusal(503, "The server is shutting down"), RefusalReason.DRAINING);
		}
		finish();
		// Nobody will be there to do it later.
		context().flush().close();
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (this.entered && !this.done) {
			ended(HandshakeOutcome.ABANDONED, null);
		}
		finish();
		leave();
	}

	// A socket that was answered and lingers still counts, and is still to be closed.
	private void leave() {
		if (this.deadline != null) {
			this.deadline.forget();
			this.deadline = null;
		}
		if (this.entered && !this.left) {
			this.left = true;
			this.gate.leave();
		}
	}

	@Override
	@SuppressWarnings("deprecation") // of the supertype's, which is on outbound handlers
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (!this.done) {
			refused(context, reason(cause), HandshakeRefusal.NO_ANSWER);
		}
		HandshakeLog.lost(context.channel(), cause);
		finish();
		context.close();
	}

	private static RefusalReason reason(Throwable cause) {
		if (cause instanceof ProxyHeaderException) {
			return RefusalReason.PROXY_HEADER;
		}
		if (cause instanceof HandshakeMemoryException) {
			return RefusalReason.MEMORY;
		}
		if (cause instanceof OutOfMemoryError) {
			return RefusalReason.ERROR;
		}
		boolean tls = cause instanceof SSLException || cause instanceof DecoderException;
		return tls ? RefusalReason.TLS : RefusalReason.BAD_REQUEST;
	}

	// Closing with unread bytes would make the kernel send a reset, which can overtake
	// the answer. So the peer is left a moment to read it and hang up.
	private void respond(int status, String message, Map<String, String> headers) {
		ChannelHandlerContext context = context();
		boolean isHead = this.head != null && this.head.method().equals("HEAD");
		finish();
		if (!canAnswer()) {
			context.close();
			return;
		}
		SslHandler ssl = context.pipeline().get(SslHandler.class);
		ByteBuf answer = HttpAnswer.text(context.alloc(), status, message, headers, isHead);
		if (ssl != null || !(context.channel() instanceof DuplexChannel)) {
			context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
			return;
		}
		// Back in line, so that the end of the server finds it while it lingers.
		if (this.deadline != null) {
			this.deadline.forget();
		}
		this.deadline = this.deadlines.add(this);
		context.writeAndFlush(answer).addListener((flushed) -> {
			((DuplexChannel) context.channel()).shutdownOutput();
			context.executor().schedule(() -> context.close(), LINGER_SECONDS, TimeUnit.SECONDS);
		});
	}

	// Before the end of TLS there is nothing to answer with.
	private boolean canAnswer() {
		SslHandler ssl = context().pipeline().get(SslHandler.class);
		return ssl == null || ssl.handshakeFuture().isSuccess();
	}

	private void refused(ChannelHandlerContext context, RefusalReason reason, int status) {
		HandshakeRefusal refusal = new HandshakeRefusal(reason, status, (this.head != null) ? this.head.path() : null,
				address(context));
		this.handler.refused(refusal);
		ended(HandshakeOutcome.REFUSED, refusal);
	}

	private SocketAddress address(ChannelHandlerContext context) {
		return (this.peer != null) ? this.peer.remoteAddress() : ProxyHeaderReader.remoteAddress(context.channel());
	}

	private void ended(HandshakeOutcome outcome, @Nullable HandshakeRefusal refusal) {
		this.handler.ended(outcome, this.handshake, now(context()) - this.enteredAt);
		if (this.recorded != null) {
			this.recorded.ended(outcome, this.handshake, refusal, address(context()));
		}
	}

	private static long now(ChannelHandlerContext context) {
		return context.channel().eventLoop().ticker().nanoTime();
	}

	private void finish() {
		this.done = true;
		this.gate.memory().resized(this.kept, 0);
		this.kept = 0;
		if (this.received != null) {
			this.received.release();
			this.received = null;
		}
	}

	private ChannelHandlerContext context() {
		if (this.context == null) {
			throw new IllegalStateException("Not in a pipeline yet");
		}
		return this.context;
	}

	private static HandshakeDecision.Refuse refusal(int status, String message) {
		return new HandshakeDecision.Refuse(status, message, Map.of());
	}

}
