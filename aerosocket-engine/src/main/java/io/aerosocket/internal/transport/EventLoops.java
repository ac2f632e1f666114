package io.aerosocket.internal.transport;

import java.util.ArrayList;
import java.util.List;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;

import io.aerosocket.Transport;

/**
 * The event loops of a server, on the transport that was asked for.
 *
 * @param transport the transport in use, never {@link Transport#AUTO}
 * @param group the event loops
 * @param channel the type of channel that listens
 */
public record EventLoops(Transport transport, EventLoopGroup group, Class<? extends ServerChannel> channel) {

	/**
	 * Starts event loops.
	 * @param asked the transport to use
	 * @param threads how many, 0 for one for each core
	 * @return the event loops
	 * @throws IllegalArgumentException if the transport is not available here
	 */
	public static EventLoops start(Transport asked, int threads) {
		Transport transport = choose(asked);
		int count = (threads != 0) ? threads : Runtime.getRuntime().availableProcessors();
		boolean epoll = transport == Transport.EPOLL;
		IoHandlerFactory factory = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
		EventLoopGroup group = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("aerosocket-loop"),
				factory);
		return new EventLoops(transport, group, epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class);
	}

	/**
	 * Decides for a transport without starting anything.
	 * @param asked the transport asked for
	 * @return the transport to use
	 * @throws IllegalArgumentException if it is not available here
	 */
	public static Transport choose(Transport asked) {
		return switch (asked) {
			case NIO -> Transport.NIO;
			case AUTO -> isEpollAvailable() ? Transport.EPOLL : Transport.NIO;
			case EPOLL -> {
				if (!isEpollAvailable()) {
					throw new IllegalArgumentException("transport: EPOLL (expected: AUTO or NIO, because epoll needs "
							+ "Linux and netty-transport-native-epoll on the class path)");
				}
				yield Transport.EPOLL;
			}
		};
	}

	/**
	 * Returns the single event loops.
	 * @return the loops
	 */
	public List<EventLoop> loops() {
		List<EventLoop> loops = new ArrayList<>();
		for (EventExecutor executor : this.group) {
			loops.add((EventLoop) executor);
		}
		return loops;
	}

	private static boolean isEpollAvailable() {
		return Epoll.isAvailable();
	}

}
