package io.aerosocket.benchmarks.peer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * Netty's own WebSocket codec, as its users build it: no compression, one flush at the
 * end of each read, frames answered with the object that arrived.
 */
// A write that fails is seen by the driver.
@SuppressWarnings("FutureReturnValueIgnored")
final class NettyPeer implements Peer {

	private final String name;

	private final boolean checksUtf8;

	private NettyPeer(String name, boolean checksUtf8) {
		this.name = name;
		this.checksUtf8 = checksUtf8;
	}

	/**
	 * Returns the codec with its defaults.
	 * @return the peer
	 */
	static NettyPeer checkingUtf8() {
		return new NettyPeer("netty", true);
	}

	/**
	 * Returns the codec without its check of texts, which RFC 6455 section 8.1 demands.
	 * @return the peer
	 */
	static NettyPeer trustingUtf8() {
		return new NettyPeer("netty-noutf8", false);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String version() {
		return NettyServer.version() + " codec" + (this.checksUtf8 ? "" : ", UTF-8 unchecked");
	}

	@Override
	public RunningPeer start(PeerSettings settings) {
		WebSocketServerProtocolConfig config = WebSocketServerProtocolConfig.newBuilder()
			.websocketPath("/")
			.checkStartsWith(true)
			.allowExtensions(false)
			.maxFramePayloadLength(MAX_MESSAGE_BYTES)
			.withUTF8Validator(this.checksUtf8)
			.build();
		ChannelGroup everybody = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
		return NettyServer.start(settings, new ChannelInitializer<Channel>() {

			@Override
			protected void initChannel(Channel channel) {
				channel.pipeline()
					.addLast(new HttpServerCodec())
					.addLast(new HttpObjectAggregator(65_536))
					.addLast(new WebSocketServerProtocolHandler(config))
					.addLast(new PathHandler(everybody));
			}

		});
	}

	/**
	 * Puts the handler of the request's path in its own place once the handshake is done.
	 */
	private static final class PathHandler extends ChannelInboundHandlerAdapter {

		private final ChannelGroup everybody;

		PathHandler(ChannelGroup everybody) {
			this.everybody = everybody;
		}

		@Override
		public void userEventTriggered(ChannelHandlerContext context, Object event) {
			if (event instanceof HandshakeComplete handshake) {
				ChannelPipeline pipeline = context.pipeline();
				if (handshake.requestUri().equals(FANOUT)) {
					this.everybody.add(context.channel());
					pipeline.replace(this, null, new FanoutHandler(this.everybody));
				}
				else {
					pipeline.replace(this, null, new EchoHandler());
				}
			}
		}

	}

	/**
	 * Writes each frame back and flushes when there is nothing more to read.
	 */
	private static final class EchoHandler extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object frame) {
			context.write(frame, context.voidPromise());
		}

		@Override
		public void channelReadComplete(ChannelHandlerContext context) {
			context.flush();
		}

	}

	/**
	 * Writes each frame to everybody and flushes when there is nothing more to read.
	 */
	private static final class FanoutHandler extends ChannelInboundHandlerAdapter {

		private final ChannelGroup everybody;

		FanoutHandler(ChannelGroup everybody) {
			this.everybody = everybody;
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object frame) {
			this.everybody.write(frame, (channel) -> true, true);
		}

		@Override
		public void channelReadComplete(ChannelHandlerContext context) {
			this.everybody.flush();
		}

	}

}
