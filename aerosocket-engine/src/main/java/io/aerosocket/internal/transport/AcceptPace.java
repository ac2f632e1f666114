package io.aerosocket.internal.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.telemetry.LogGate;

/**
 * Has listeners rest when sockets are accepted faster than they may be. Whoever connects
 * meanwhile waits in the operating system's backlog: nobody is turned away who could come
 * in a moment later. They rest for a second as well when a socket cannot be accepted.
 * <p>
 * Serves all listeners of a server. The rate is kept as the time until which what came is
 * paid for, so that it may change at any time.
 */
@Sharable
public final class AcceptPace extends ChannelInboundHandlerAdapter {

	/** What was not used in this time may come at once; also the longest rest. */
	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private static final long SHORTEST_REST = TimeUnit.MILLISECONDS.toNanos(1);

	private static final Logger logger = LoggerFactory.getLogger(AcceptPace.class);

	private final LogGate tooFast = new LogGate();

	private final LogGate failed = new LogGate();

	private final AtomicLong paid = new AtomicLong();

	private final IntSupplier rate;

	private final Runnable paused;

	/**
	 * Creates the pace of a server.
	 * @param rate tells how many sockets may be accepted in a second, 0 for any number
	 * @param paused told each time that a listener begins to rest, on its event loop
	 */
	public AcceptPace(IntSupplier rate, Runnable paused) {
		this.rate = rate;
		this.paused = paused;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.paid.set(now(context.channel()));
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object accepted) {
		context.fireChannelRead(accepted);
		int perSecond = this.rate.getAsInt();
		if (perSecond == 0) {
			return;
		}
		Channel listener = context.channel();
		long now = now(listener);
		long until = this.paid.updateAndGet((before) -> ((before - now > 0) ? before : now) + SECOND / perSecond);
		if (wait(until, perSecond, now) > 0 && listener.config().isAutoRead()) {
			listener.config().setAutoRead(false);
			this.paused.run();
			if (this.tooFast.opens()) {
				logger.warn("More than {} sockets a second want to connect, and some have to wait. "
						+ "See aerosocket.server.connection.accept-rate (AdmissionOptions.acceptRate without "
						+ "Spring). {} more since the last such line.", perSecond, this.tooFast.leftOut());
			}
			goOnLater(listener, wait(until, perSecond, now));
		}
	}

	// No file descriptors are left, most likely. Netty rests as well, and tells of it
	// with a
	// stack each second.
	@Override
	@SuppressWarnings("deprecation") // of the supertype's, which is on outbound handlers
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		Channel listener = context.channel();
		if (listener.config().isAutoRead()) {
			listener.config().setAutoRead(false);
			this.paused.run();
			goOnLater(listener, SECOND);
		}
		if (this.failed.opens()) {
			logger.warn("{} cannot accept sockets, and tries again each second: {}. If open files have run out, raise "
					+ "their limit (ulimit -n), or set aerosocket.server.connection.max below it, so that peers are told "
					+ "(ServerOptions without Spring). {} more since the last such line.", listener, cause.toString(),
					this.failed.leftOut());
		}
	}

	private void goOnLater(Channel listener, long nanos) {
		// The rate may be another one before a long rest is over.
		long rest = Math.max(SHORTEST_REST, Math.min(nanos, SECOND));
		listener.eventLoop().schedule(() -> goOn(listener), rest, TimeUnit.NANOSECONDS);
	}

	private void goOn(Channel listener) {
		int perSecond = this.rate.getAsInt();
		long left = (perSecond != 0) ? wait(this.paid.get(), perSecond, now(listener)) : 0;
		if (left > 0) {
			goOnLater(listener, left);
		}
		else {
			listener.config().setAutoRead(true);
		}
	}

	// Time until one more may come, with a second's worth saved up at most.
	private static long wait(long paid, int perSecond, long now) {
		return paid - now - (SECOND - SECOND / perSecond);
	}

	private static long now(Channel channel) {
		return channel.eventLoop().ticker().nanoTime();
	}

}
