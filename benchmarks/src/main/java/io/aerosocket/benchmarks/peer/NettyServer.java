package io.aerosocket.benchmarks.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.util.Version;

import io.aerosocket.Transport;

/**
 * Starts a plain Netty server for the peers that consist of channel handlers.
 */
final class NettyServer {

	/** How many connections may wait to be accepted, with every peer. */
	static final int BACKLOG = 4096;

	private static final long SHUTDOWN_AT_MOST_MILLIS = 5000;

	private NettyServer() {
	}

	/**
	 * Binds the loopback address. One group accepts and serves, so that the number of
	 * threads is what was asked for.
	 * @param settings port, transport and threads
	 * @param initializer what fills the pipeline of a new connection
	 * @return the server
	 */
	static RunningPeer start(PeerSettings settings, ChannelHandler initializer) {
		EventLoopGroup group = group(settings);
		Channel channel = new ServerBootstrap().group(group)
			.channel(channelType(settings.transport()))
			.option(ChannelOption.SO_BACKLOG, BACKLOG)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(initializer)
			.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()))
			.syncUninterruptibly()
			.channel();
		int port = ((InetSocketAddress) channel.localAddress()).getPort();
		return new RunningPeer(port, () -> {
			channel.close().syncUninterruptibly();
			group.shutdownGracefully(0, SHUTDOWN_AT_MOST_MILLIS, TimeUnit.MILLISECONDS)
				.awaitUninterruptibly(SHUTDOWN_AT_MOST_MILLIS);
		});
	}

	/**
	 * Returns the version of Netty.
	 * @return the name and the version
	 */
	static String version() {
		Version version = Version.identify().get("netty-common");
		return "Netty " + ((version != null) ? version.artifactVersion() : "of unknown version");
	}

	/**
	 * Makes event loops.
	 * @param settings transport and threads
	 * @return the event loops, the caller's to shut down
	 */
	static EventLoopGroup group(PeerSettings settings) {
		IoHandlerFactory handlers = switch (transport(settings.transport())) {
			case IO_URING -> IoUringIoHandler.newFactory();
			case EPOLL -> EpollIoHandler.newFactory();
			case KQUEUE -> KQueueIoHandler.newFactory();
			case AUTO, NIO, CUSTOM -> NioIoHandler.newFactory();
		};
		return new MultiThreadIoEventLoopGroup(settings.threads(), handlers);
	}

	/**
	 * Chooses the transport of peers on Netty: unless told otherwise epoll, which was
	 * faster for them than io_uring without a ring of buffers, all they set up.
	 * @param asked what was asked for
	 * @return any but the automatic one
	 */
	static Transport transport(Transport asked) {
		return (asked != Transport.AUTO) ? asked : Epoll.isAvailable() ? Transport.EPOLL : Transport.NIO;
	}

	private static Class<? extends ServerChannel> channelType(Transport transport) {
		return switch (transport(transport)) {
			case IO_URING -> IoUringServerSocketChannel.class;
			case EPOLL -> EpollServerSocketChannel.class;
			case KQUEUE -> KQueueServerSocketChannel.class;
			case AUTO, NIO, CUSTOM -> NioServerSocketChannel.class;
		};
	}

}
