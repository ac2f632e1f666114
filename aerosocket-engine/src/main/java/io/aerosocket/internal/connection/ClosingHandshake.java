package io.aerosocket.internal.connection;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.internal.frame.ClosePayload;

/**
 * How one connection ends (RFC 6455 section 7): who closed first, whether the other
 * answered, and when the transport is to be closed. Made when the first of them does.
 */
final class ClosingHandshake {

	/** Why a connection ended that neither side closed. */
	static final CloseReason NONE = new CloseReason(CloseCode.ABNORMAL, "", true);

	private final ChannelHandlerContext context;

	private final Outbound outbound;

	private final Endpoint endpoint;

	private @Nullable CloseReason reason;

	private boolean peerClosed;

	private boolean failed;

	private boolean unheard;

	private boolean closingChannel;

	private long deadline;

	ClosingHandshake(ChannelHandlerContext context, Outbound outbound, Endpoint endpoint) {
		this.context = context;
		this.outbound = outbound;
		this.endpoint = endpoint;
	}

	/**
	 * Returns whether what the peer goes on sending is of no interest any more.
	 * @return {@code true} after its Close, and after we or our reading failed
	 */
	boolean isDeaf() {
		return this.unheard || wasAnswered();
	}

	/**
	 * Returns why the connection ends.
	 * @return the reason; code 1006 when the transport ended without a Close
	 */
	CloseReason reason() {
		return (this.reason != null) ? this.reason : NONE;
	}

	/**
	 * We close: a Close goes out behind what is queued, and the peer is to answer it.
	 * @param ours why
	 */
	void begin(CloseReason ours) {
		if (this.reason == null) {
			start(ours);
			this.outbound.close(ClosePayload.toBytes(ours));
		}
	}

	/**
	 * The peer closes, or answers our Close.
	 * @param theirs why
	 */
	void received(CloseReason theirs) {
		this.peerClosed = true;
		if (this.reason == null) {
			start(theirs);
			this.outbound.close(ClosePayload.toBytes(theirs));
		}
		progress();
	}

	/**
	 * The peer broke a rule or a limit: a Close goes out at once, and nothing that the
	 * peer sends matters any more (section 7.1.7).
	 * @param ours why
	 */
	void fail(CloseReason ours) {
		if (this.failed) {
			return;
		}
		this.failed = true;
		if (this.reason == null) {
			start(ours);
		}
		this.outbound.closeNow(ClosePayload.toBytes(ours));
		this.outbound.flush();
		shutDownOutput();
	}

	/**
	 * Closes the transport if both sides have closed. A client leaves that to the server
	 * for a while, which then is the end that keeps the port in TIME_WAIT no client needs
	 * (section 7.1.1).
	 */
	void progress() {
		if (this.peerClosed && this.outbound.isCloseWritten() && !this.closingChannel) {
			this.closingChannel = true;
			this.outbound.flush();
			if (this.endpoint.isClient()) {
				return;
			}
			this.context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
		}
	}

	/**
	 * A message that began before our Close is still under way: the peer's time to answer
	 * begins anew.
	 */
	void postpone() {
		if (this.reason != null) {
			startTime();
		}
	}

	/**
	 * The transport is given up. Without the peer's Close there was no closing handshake,
	 * whatever we sent; what a peer did to be failed is still worth knowing.
	 */
	void abandon() {
		if (!wasAnswered()) {
			this.reason = new CloseReason(CloseCode.ABNORMAL, "", false);
		}
	}

	/**
	 * Listens to the peer no more, whatever was said or is still to be said to it.
	 */
	void listenNoMore() {
		this.unheard = true;
	}

	/**
	 * Says whether the peer has had its time.
	 * @param now the time of this sweep
	 * @return whether to cut the connection
	 */
	boolean isOverdue(long now) {
		return this.reason != null && now - this.deadline >= 0;
	}

	private boolean wasAnswered() {
		return this.peerClosed || this.failed;
	}

	private void start(CloseReason why) {
		this.reason = why;
		startTime();
	}

	private void startTime() {
		this.deadline = this.context.executor().ticker().nanoTime() + this.endpoint.options().closeTimeout().toNanos();
	}

	// To close a socket with unread bytes makes the kernel send a reset, which can
	// overtake our Close. So only our half is shut, and the rest is read and thrown away
	// until the peer hangs up or its time is over.
	private void shutDownOutput() {
		Channel channel = this.context.channel();
		SslHandler ssl = channel.pipeline().get(SslHandler.class);
		if (ssl != null) {
			ssl.closeOutbound();
		}
		else if (channel instanceof DuplexChannel duplex) {
			this.context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((flushed) -> duplex.shutdownOutput());
		}
	}

}
