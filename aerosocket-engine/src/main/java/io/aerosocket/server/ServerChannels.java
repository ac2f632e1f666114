package io.aerosocket.server;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;

/**
 * Event loops and a listening channel that take the place of the operating system's
 * sockets. Made for tests: a server in memory, or one whose clock is turned by hand.
 * <p>
 * The engine tells the time by the {@link io.netty.util.concurrent.EventExecutor#ticker()
 * ticker} of its event loops, and by nothing else: heartbeats, idle and closing time-outs
 * and the deadlines of handshakes. Only the grace period of a server that stops runs on
 * the system's clock.
 */
public interface ServerChannels {

	/**
	 * Starts event loops. Called once, when the server starts; the server shuts them down
	 * when it has stopped.
	 * @return event loops that are compatible with the channels
	 */
	EventLoopGroup openEventLoops();

	/**
	 * Creates the channel that listens. Called once, when the server starts, which binds
	 * it to the {@link java.net.InetSocketAddress} of the server's options; afterwards
	 * its local address is one too. Its child channels read and write
	 * {@link io.netty.buffer.ByteBuf} as a stream of bytes. Options of sockets are not
	 * set on them.
	 * @return a channel that is neither registered nor bound
	 */
	ServerChannel newListener();

}
