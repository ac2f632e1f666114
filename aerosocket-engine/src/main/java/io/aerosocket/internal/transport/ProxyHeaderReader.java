package io.aerosocket.internal.transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * Takes the header of the PROXY protocol from the beginning of a connection, before TLS,
 * and leaves. What comes instead of one is handed on, or reported as an error.
 */
public final class ProxyHeaderReader extends ChannelInboundHandlerAdapter {

	private static final AttributeKey<ProxyHeader> HEADER = AttributeKey.valueOf(ProxyHeaderReader.class, "header");

	private final Expectation expectation;

	private @Nullable ByteBuf received;

	private boolean failed;

	/**
	 * Creates the reader of one connection.
	 * @param expectation whether a header has to come
	 */
	public ProxyHeaderReader(Expectation expectation) {
		this.expectation = expectation;
	}

	/**
	 * Returns for whom a connection was made.
	 * @param channel the connection
	 * @return what its header says, otherwise who connected
	 */
	static SocketAddress remoteAddress(Channel channel) {
		ProxyHeader header = header(channel);
		InetSocketAddress source = (header != null) ? header.source() : null;
		return (source != null) ? source : channel.remoteAddress();
	}

	/**
	 * Returns where a connection was made to.
	 * @param channel the connection
	 * @return what its header says, otherwise our own address
	 */
	static SocketAddress localAddress(Channel channel) {
		ProxyHeader header = header(channel);
		InetSocketAddress destination = (header != null) ? header.destination() : null;
		return (destination != null) ? destination : channel.localAddress();
	}

	// Asking for an attribute makes it.
	private static @Nullable ProxyHeader header(Channel channel) {
		return channel.hasAttr(HEADER) ? channel.attr(HEADER).get() : null;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		context.fireChannelActive();
		if (this.expectation == Expectation.UNTRUSTED) {
			fail(context, new ProxyHeaderException("the address is not a trusted proxy's"));
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ByteBuf in = (ByteBuf) message;
		if (this.failed) {
			in.release();
			return;
		}
		ByteBuf all = append(context, in);
		try {
			if (this.expectation == Expectation.UNTRUSTED) {
				throw new ProxyHeaderException("the address is not a trusted proxy's");
			}
			proceed(context, all, ProxyHeader.read(all));
		}
		catch (ProxyHeaderException ex) {
			fail(context, ex);
		}
	}

	private void proceed(ChannelHandlerContext context, ByteBuf all, ProxyHeader header) {
		if (header.bytes() == ProxyHeader.INCOMPLETE) {
			return;
		}
		if (header.bytes() == ProxyHeader.ABSENT) {
			if (this.expectation == Expectation.REQUIRED) {
				throw new ProxyHeaderException("there is none");
			}
		}
		else {
			all.skipBytes(header.bytes());
			if (header.source() != null) {
				context.channel().attr(HEADER).set(header);
			}
		}
		this.received = null;
		context.pipeline().remove(this);
		if (all.isReadable()) {
			context.fireChannelRead(all);
		}
		else {
			all.release();
		}
	}

	private ByteBuf append(ChannelHandlerContext context, ByteBuf in) {
		ByteBuf before = this.received;
		if (before == null) {
			this.received = in;
			return in;
		}
		// Rare and small: a header comes in one piece, unless somebody cuts it up.
		ByteBuf all = context.alloc().directBuffer(before.readableBytes() + in.readableBytes());
		all.writeBytes(before).writeBytes(in);
		before.release();
		in.release();
		this.received = all;
		return all;
	}

	private void fail(ChannelHandlerContext context, ProxyHeaderException error) {
		if (!this.failed) {
			this.failed = true;
			forget();
			context.fireExceptionCaught(error);
		}
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		forget();
	}

	private void forget() {
		ByteBuf rest = this.received;
		this.received = null;
		if (rest != null) {
			rest.release();
		}
	}

	/**
	 * Whether a connection has to begin with a header.
	 */
	public enum Expectation {

		/** It may. */
		ALLOWED,

		/** It has to. */
		REQUIRED,

		/** It would have to, but is from somebody whose header means nothing. */
		UNTRUSTED

	}

}
