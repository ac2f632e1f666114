package io.aerosocket.benchmarks.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.Version;

import io.aerosocket.Transport;

/**
 * Starts a plain Netty server for the peers that consist of channel handlers.
 */
final class NettyServer {

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
		boolean epoll = useEpoll(settings.transport());
		IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
		Class<? extends ServerChannel> type = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
		MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(settings.threads(), handlers);
		Channel channel = new ServerBootstrap().group(group)
			.channel(type)
			.option(ChannelOption.SO_BACKLOG, 4096)
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

	private static boolean useEpoll(Transport transport) {
		if (transport == Transport.EPOLL) {
			Epoll.ensureAvailability();
		}
		return transport != Transport.NIO && Epoll.isAvailable();
	}

}
