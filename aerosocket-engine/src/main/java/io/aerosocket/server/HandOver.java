package io.aerosocket.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves a shared port to another process without losing anybody who connects. A
 * listening socket that is closed takes along who waits there to be accepted. So those
 * who connect from now on are first steered to the other process, then who waits here is
 * accepted, and only then the socket is closed.
 * <p>
 * Which sockets are the other's is found out by connecting to each.
 */
final class HandOver {

	private static final Logger logger = LoggerFactory.getLogger(AeroServer.class);

	/** Longer than a TCP handshake that has begun takes. */
	private static final long QUIET_MILLIS = 500;

	private static final long LONGEST_MILLIS = 5000;

	private static final int PROBE_MILLIS = 1000;

	private static final int LOOK_MILLIS = 10;

	/** Turns of an event loop after which it has accepted whoever was there before. */
	private static final int TURNS = 3;

	private final InetSocketAddress address;

	private final Deque<Channel> listeners;

	private final Arrivals arrivals = new Arrivals();

	private final CompletableFuture<Boolean> done = new CompletableFuture<>();

	private volatile boolean hurried;

	private HandOver(InetSocketAddress address, List<Channel> listeners) {
		this.address = address;
		this.listeners = new ArrayDeque<>(listeners);
	}

	/**
	 * Begins, on a thread of its own.
	 * @param address where they listen
	 * @param listeners our listening sockets
	 * @return what goes on
	 */
	static HandOver begin(InetSocketAddress address, List<Channel> listeners) {
		HandOver handOver = new HandOver(address, listeners);
		Thread thread = new Thread(handOver::run, "aerosocket-hand-over");
		thread.setDaemon(true);
		thread.start();
		return handOver;
	}

	/**
	 * Waits for nobody any more. Safe for any thread.
	 */
	void hurry() {
		this.hurried = true;
	}

	/**
	 * Returns its end.
	 * @return completes with whether somebody else listens and our sockets are closed
	 */
	CompletableFuture<Boolean> done() {
		return this.done;
	}

	private void run() {
		boolean handedOver = false;
		try {
			handedOver = handOver(PortSharers.count(this.address));
		}
		catch (Exception ex) {
			logger.info("Could not hand port {} over, so that who connects right now may be cut: {}",
					this.address.getPort(), ex.toString());
		}
		this.done.complete(handedOver);
	}

	private boolean handOver(int sharers) throws Exception {
		if (sharers <= this.listeners.size()) {
			return false;
		}
		this.listeners.forEach((listener) -> listener.pipeline().addFirst(this.arrivals));
		int left = sharers;
		while (!this.listeners.isEmpty()) {
			int number = steerAway(left);
			if (number < 0) {
				return false;
			}
			awaitQuiet();
			Channel listener = this.listeners.remove();
			if (number < left - 1) {
				// It would go on after we have gone.
				PortSteering.stop(listener);
			}
			listener.close().sync();
			left--;
		}
		logger.info("Port {} was handed over to another process; {} connections were still accepted meanwhile",
				this.address.getPort(), this.arrivals.count);
		return true;
	}

	// The last first: its number is free once we have gone, which ends the steering.
	private int steerAway(int sharers) throws Exception {
		for (int number = sharers - 1; number >= 0; number--) {
			PortSteering.toward(this.listeners.element(), number);
			if (!comesToUs()) {
				return number;
			}
		}
		PortSteering.stop(this.listeners.element());
		return -1;
	}

	private boolean comesToUs() throws Exception {
		InetAddress bound = this.address.getAddress();
		InetAddress target = bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
		try (Socket probe = new Socket()) {
			probe.bind(new InetSocketAddress(target, 0));
			Integer port = probe.getLocalPort();
			this.arrivals.probes.add(port);
			probe.connect(new InetSocketAddress(target, this.address.getPort()), PROBE_MILLIS);
			for (int turn = 0; turn < TURNS; turn++) {
				awaitTurns();
				if (!this.arrivals.probes.contains(port)) {
					return true;
				}
				Thread.sleep(LOOK_MILLIS);
			}
			return !this.arrivals.probes.remove(port);
		}
	}

	// One that is blocked accepts nobody, and what comes to us seems not to.
	private void awaitTurns() throws IOException, InterruptedException, ExecutionException {
		for (Channel listener : this.listeners) {
			try {
				listener.eventLoop().submit(() -> {
				}).get(LONGEST_MILLIS, TimeUnit.MILLISECONDS);
			}
			catch (TimeoutException ex) {
				throw new IOException("an event loop is blocked", ex);
			}
		}
	}

	private void awaitQuiet() throws Exception {
		long start = System.nanoTime();
		this.arrivals.last.set(start);
		while (!this.hurried && millisSince(start) < LONGEST_MILLIS
				&& millisSince(this.arrivals.last.get()) < QUIET_MILLIS) {
			Thread.sleep(LOOK_MILLIS);
			awaitTurns();
		}
	}

	private static long millisSince(long time) {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - time);
	}

	/**
	 * Sees who is accepted, and keeps our own probes from it.
	 */
	@Sharable
	private static final class Arrivals extends ChannelInboundHandlerAdapter {

		private final Set<Integer> probes = ConcurrentHashMap.newKeySet();

		private final AtomicLong last = new AtomicLong();

		private final AtomicLong count = new AtomicLong();

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			Channel accepted = (Channel) message;
			if (accepted.remoteAddress() instanceof InetSocketAddress peer && this.probes.remove(peer.getPort())) {
				accepted.unsafe().closeForcibly();
				return;
			}
			this.last.set(System.nanoTime());
			this.count.incrementAndGet();
			context.fireChannelRead(message);
		}

	}

}
