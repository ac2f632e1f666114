package io.aerosocket.internal.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

import io.aerosocket.Transport;
import io.aerosocket.UnavailableTransportException;

/**
 * Event loops, on the transport that was asked for.
 *
 * @param transport the transport in use, never {@link Transport#AUTO}
 * @param reason why it is this one, for people
 * @param group the event loops
 */
public record EventLoops(Transport transport, String reason, EventLoopGroup group) {

	/**
	 * What {@link Transport#AUTO} tries, the last of which is always there. Why epoll
	 * comes before io_uring: docs/decisions/0004-epoll-first.md.
	 */
	private static final List<Transport> BEST_FIRST = List.of(Transport.EPOLL, Transport.IO_URING, Transport.KQUEUE,
			Transport.NIO);

	private static final Platform HERE = new NettyPlatform();

	/**
	 * Starts event loops.
	 * @param asked the transport to use
	 * @param threads how many, 0 for one for each core
	 * @return the event loops
	 * @throws UnavailableTransportException if the transport is not available here
	 */
	public static EventLoops start(Transport asked, int threads) {
		return start(asked, threads, false, HERE);
	}

	/**
	 * Starts event loops that let the application end.
	 * @param asked the transport to use
	 * @param threads how many, 0 for one for each core
	 * @return the event loops
	 * @throws UnavailableTransportException if the transport is not available here
	 */
	public static EventLoops startDaemons(Transport asked, int threads) {
		return start(asked, threads, true, HERE);
	}

	/**
	 * Uses event loops that somebody else started.
	 * @param group the event loops
	 * @return the event loops
	 * @throws IllegalArgumentException if they are of a transport that we do not know
	 */
	public static EventLoops shared(EventLoopGroup group) {
		Transport transport = transportOf(group);
		if (transport == null) {
			throw new IllegalArgumentException("eventLoopGroup: " + group.getClass().getName()
					+ " (expected: a MultiThreadIoEventLoopGroup of io_uring, epoll, kqueue or NIO)");
		}
		return new EventLoops(transport, "as shared", group);
	}

	/**
	 * Uses event loops of channels that we do not know.
	 * @param group the event loops
	 * @return the event loops
	 */
	public static EventLoops custom(EventLoopGroup group) {
		return new EventLoops(Transport.CUSTOM, "as brought along", group);
	}

	private static @Nullable Transport transportOf(EventLoopGroup group) {
		if (!(group instanceof IoEventLoopGroup known)) {
			return null;
		}
		if (known.isIoType(NioIoHandler.class)) {
			return Transport.NIO;
		}
		if (known.isIoType(EpollIoHandler.class)) {
			return Transport.EPOLL;
		}
		if (known.isIoType(KQueueIoHandler.class)) {
			return Transport.KQUEUE;
		}
		return known.isIoType(IoUringIoHandler.class) ? Transport.IO_URING : null;
	}

	/**
	 * Starts event loops on a platform.
	 * @param asked the transport to use
	 * @param threads how many, 0 for one for each core
	 * @param daemons whether they let the application end
	 * @param platform which transports there are
	 * @return the event loops
	 * @throws UnavailableTransportException if the transport is not available there
	 */
	static EventLoops start(Transport asked, int threads, boolean daemons, Platform platform) {
		int count = (threads != 0) ? threads : Runtime.getRuntime().availableProcessors();
		List<String> leftOut = new ArrayList<>();
		for (Transport transport : (asked == Transport.AUTO) ? BEST_FIRST : List.of(asked)) {
			String missing = platform.missing(transport);
			if (missing == null) {
				try {
					EventLoopGroup group = platform.open(transport, count, daemons);
					return new EventLoops(transport, reason(asked, leftOut), group);
				}
				catch (RuntimeException ex) {
					missing = transport.name().toLowerCase(Locale.ROOT) + " is refused here: " + ex.getMessage();
				}
			}
			leftOut.add(missing);
		}
		throw new UnavailableTransportException(asked, String.join("; ", leftOut));
	}

	/**
	 * Decides for a transport without starting anything. The kernel may still refuse it.
	 * @param asked the transport asked for
	 * @return the transport to use
	 * @throws UnavailableTransportException if it is not available here
	 */
	public static Transport choose(Transport asked) {
		return choose(asked, HERE);
	}

	static Transport choose(Transport asked, Platform platform) {
		if (asked == Transport.AUTO) {
			return BEST_FIRST.stream()
				.filter((transport) -> platform.missing(transport) == null)
				.findFirst()
				.orElse(Transport.NIO);
		}
		String missing = platform.missing(asked);
		if (missing != null) {
			throw new UnavailableTransportException(asked, missing);
		}
		return asked;
	}

	private static String reason(Transport asked, List<String> leftOut) {
		if (asked != Transport.AUTO) {
			return "as asked for";
		}
		return leftOut.isEmpty() ? "the best there is" : "the best that is present: " + String.join("; ", leftOut);
	}

	/**
	 * Has somebody told who uses event loops of somebody else, before they end. Those
	 * that are not ours do not tell. Safe for any thread.
	 * @param guest closes what it has here; completes when that is closed
	 * @return to be run by one who has left before
	 */
	public Runnable admit(Supplier<Future<?>> guest) {
		return (this.group instanceof BalancedEventLoopGroup ours) ? ours.admit(guest) : () -> {
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

	/**
	 * Returns a description of listening sockets, and of those that they accept.
	 * @param listeners where those that listen live
	 * @param accepted where those live that are accepted
	 * @return a new bootstrap
	 */
	public ServerBootstrap newServerBootstrap(EventLoopGroup listeners, EventLoopGroup accepted) {
		ServerBootstrap bootstrap = new ServerBootstrap().group(listeners, accepted).channel(listener());
		if (this.transport == Transport.IO_URING) {
			bootstrap.childOption(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, IoUringRing.GROUP);
		}
		else {
			bootstrap.childOption(ChannelOption.RECVBUF_ALLOCATOR, new ReceiveSizes());
		}
		return bootstrap;
	}

	/**
	 * Returns a description of sockets that connect.
	 * @return a new bootstrap
	 */
	public Bootstrap newBootstrap() {
		Bootstrap bootstrap = new Bootstrap().group(this.group).channel(socket());
		// Event loops that are shared may have no ring.
		if (this.transport == Transport.IO_URING && this.group instanceof BalancedEventLoopGroup) {
			bootstrap.option(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, IoUringRing.GROUP);
		}
		return bootstrap;
	}

	private Class<? extends ServerChannel> listener() {
		return switch (this.transport) {
			case IO_URING -> IoUringServerSocketChannel.class;
			case EPOLL -> EpollServerSocketChannel.class;
			case KQUEUE -> KQueueServerSocketChannel.class;
			case AUTO, NIO, CUSTOM -> NioServerSocketChannel.class;
		};
	}

	private Class<? extends Channel> socket() {
		return switch (this.transport) {
			case IO_URING -> IoUringSocketChannel.class;
			case EPOLL -> EpollSocketChannel.class;
			case KQUEUE -> KQueueSocketChannel.class;
			case AUTO, NIO, CUSTOM -> NioSocketChannel.class;
		};
	}

}
