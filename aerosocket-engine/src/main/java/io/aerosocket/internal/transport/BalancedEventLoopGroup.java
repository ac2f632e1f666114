package io.aerosocket.internal.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * Event loops, of which a new socket gets the one with the fewest. Taking turns would not
 * do for connections that stay for hours: whoever loses its peers stays empty.
 */
final class BalancedEventLoopGroup extends MultiThreadIoEventLoopGroup {

	private final List<Load> loads = new ArrayList<>();

	private final Set<Supplier<Future<?>>> guests = ConcurrentHashMap.newKeySet();

	BalancedEventLoopGroup(int threads, boolean daemons, IoHandlerFactory factory) {
		super(threads, new DefaultThreadFactory("aerosocket-loop", daemons), factory);
		for (EventExecutor loop : this) {
			this.loads.add(new Load((EventLoop) loop));
		}
	}

	/**
	 * Lets somebody use the event loops who is told before they end. Safe for any thread.
	 * @param guest closes what it has here; completes when that is closed
	 * @return to be run by one who has left before
	 */
	Runnable admit(Supplier<Future<?>> guest) {
		this.guests.add(guest);
		return () -> this.guests.remove(guest);
	}

	// With io_uring an event loop that has ended closes no sockets.
	@Override
	public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
		List<Future<?>> leaving = new ArrayList<>();
		this.guests.forEach((guest) -> leaving.add(guest.get()));
		if (leaving.isEmpty()) {
			return super.shutdownGracefully(quietPeriod, timeout, unit);
		}
		AtomicInteger left = new AtomicInteger(leaving.size());
		leaving.forEach((guest) -> guest.addListener((done) -> {
			if (left.decrementAndGet() == 0) {
				super.shutdownGracefully(quietPeriod, timeout, unit);
			}
		}));
		GlobalEventExecutor.INSTANCE.schedule(() -> super.shutdownGracefully(quietPeriod, timeout, unit), timeout,
				unit);
		return terminationFuture();
	}

	@Override
	public ChannelFuture register(Channel channel) {
		if (channel instanceof ServerChannel) {
			return super.register(channel);
		}
		Load least = leastLoaded();
		// Counted now, not when its event loop gets round to it, because many sockets can
		// be accepted at once.
		least.sockets.incrementAndGet();
		channel.closeFuture().addListener(least);
		return least.loop.register(channel);
	}

	// Each acceptor has its own thread, so two may choose the same. They will not the
	// next time.
	private Load leastLoaded() {
		Load least = this.loads.get(0);
		int fewest = least.sockets.get();
		for (int i = 1; i < this.loads.size(); i++) {
			Load load = this.loads.get(i);
			int sockets = load.sockets.get();
			if (sockets < fewest) {
				least = load;
				fewest = sockets;
			}
		}
		return least;
	}

	/**
	 * How many sockets an event loop has. One listener for all of them.
	 */
	private static final class Load implements ChannelFutureListener {

		private final EventLoop loop;

		private final AtomicInteger sockets = new AtomicInteger();

		Load(EventLoop loop) {
			this.loop = loop;
		}

		@Override
		public void operationComplete(ChannelFuture closed) {
			this.sockets.decrementAndGet();
		}

	}

}
