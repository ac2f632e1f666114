package io.aerosocket.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;

/**
 * Stands before TLS until its handshake has ended, and counts what arrives: an engine
 * keeps whatever belongs to an unfinished message of it, in several copies.
 */
public final class TlsHandshakeGuard extends ChannelInboundHandlerAdapter {

	private final ConnectionGate gate;

	private long kept;

	private boolean failed;

	/**
	 * Creates the guard of one socket.
	 * @param gate bounds what is kept
	 */
	public TlsHandshakeGuard(ConnectionGate gate) {
		this.gate = gate;
	}

	/**
	 * Leaves when the handshake has ended.
	 * @param context where this stands
	 * @param handshake ends, one way or the other
	 */
	public void leaveAfter(ChannelHandlerContext context, Future<?> handshake) {
		handshake.addListener((ended) -> {
			if (!context.isRemoved()) {
				context.pipeline().remove(this);
			}
		});
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ByteBuf in = (ByteBuf) message;
		long now = this.kept + in.readableBytes();
		if (!this.failed && this.gate.memory().resized(this.kept, now)) {
			this.kept = now;
			context.fireChannelRead(in);
			return;
		}
		in.release();
		if (!this.failed) {
			this.failed = true;
			context.fireExceptionCaught(new HandshakeMemoryException());
		}
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		this.gate.memory().resized(this.kept, 0);
		this.kept = 0;
	}

}
