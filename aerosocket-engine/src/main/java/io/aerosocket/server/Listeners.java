package io.aerosocket.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.PromiseCombiner;

import io.aerosocket.TransportException;
import io.aerosocket.internal.transport.EventLoops;

/**
 * The listening sockets of a server: one, or several that share the port, among which the
 * kernel distributes those who connect.
 */
final class Listeners {

	private final List<Channel> channels = new ArrayList<>();

	private final SocketAddress address;

	private Listeners(Channel first) {
		this.channels.add(first);
		this.address = first.localAddress();
	}

	/**
	 * Binds.
	 * @param options the address, and how many sockets
	 * @param loops where they live
	 * @param furniture what the sockets are furnished with
	 * @return what listens
	 * @throws TransportException if the address cannot be bound
	 */
	static Listeners bind(ServerOptions options, EventLoops loops, Furniture furniture) {
		InetSocketAddress address = new InetSocketAddress(options.bindAddress(), options.port());
		List<EventLoop> all = loops.loops();
		int count = Math.min((options.acceptors() != 0) ? options.acceptors() : all.size(), all.size());
		if (count == 1) {
			ServerBootstrap one = configured(newBootstrap(loops, options), options, furniture);
			if (options.reusePort()) {
				one.option(UnixChannelOption.SO_REUSEPORT, true);
			}
			return new Listeners(bind(one, address));
		}
		if (!options.reusePort()) {
			checkFree(address);
		}
		// With a listener on each event loop, what it accepts stays where it is.
		boolean onEach = count == all.size();
		Listeners listeners = new Listeners(bind(shared(loops, all.get(0), onEach, options, furniture), address));
		for (EventLoop loop : all.subList(1, count)) {
			listeners.add(shared(loops, loop, onEach, options, furniture));
		}
		return listeners;
	}

	private static ServerBootstrap newBootstrap(EventLoops loops, ServerOptions options) {
		ServerChannels channels = options.channels();
		return (channels != null) ? new ServerBootstrap().group(loops.group()).channelFactory(channels::newListener)
				: loops.newServerBootstrap(loops.group(), loops.group());
	}

	private static ServerBootstrap shared(EventLoops loops, EventLoop loop, boolean onEach, ServerOptions options,
			Furniture furniture) {
		ServerBootstrap bootstrap = loops.newServerBootstrap(loop, onEach ? loop : loops.group());
		return configured(bootstrap, options, furniture).option(UnixChannelOption.SO_REUSEPORT, true);
	}

	private static ServerBootstrap configured(ServerBootstrap bootstrap, ServerOptions options, Furniture furniture) {
		if (options.channels() == null) {
			bootstrap.option(ChannelOption.SO_BACKLOG, options.backlog())
				.option(ChannelOption.SO_REUSEADDR, true)
				.childOption(ChannelOption.TCP_NODELAY, true);
		}
		return bootstrap.handler(furniture.listener()).childHandler(furniture.accepted());
	}

	private void add(ServerBootstrap bootstrap) {
		try {
			this.channels.add(bind(bootstrap, this.address));
		}
		catch (TransportException ex) {
			close();
			throw ex;
		}
	}

	private static Channel bind(ServerBootstrap bootstrap, SocketAddress address) {
		ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
		if (!bound.isSuccess()) {
			throw failed(address, bound.cause());
		}
		return bound.channel();
	}

	// Sockets that share a port do not notice that another process has it already.
	private static void checkFree(InetSocketAddress address) {
		try (Socket probe = new Socket()) {
			probe.setReuseAddress(true);
			probe.bind(address);
		}
		catch (IOException ex) {
			throw failed(address, ex);
		}
	}

	private static TransportException failed(SocketAddress address, Throwable cause) {
		return new TransportException("Could not bind " + address + ": " + cause.getMessage(), bindException(cause));
	}

	// Native transports have errors of their own for what the JDK calls a BindException.
	private static IOException bindException(Throwable cause) {
		if (cause instanceof BindException ex) {
			return ex;
		}
		BindException ex = new BindException(cause.getMessage());
		ex.initCause(cause);
		return ex;
	}

	/**
	 * Returns the bound address, which is known after the end too.
	 * @return the address
	 */
	SocketAddress address() {
		return this.address;
	}

	/**
	 * Leaves the port to another process, if there is one that listens there.
	 * @return what goes on
	 */
	HandOver handOver() {
		return HandOver.begin((InetSocketAddress) this.address, this.channels);
	}

	/**
	 * Stops listening.
	 * @return done when nothing listens any more
	 */
	Future<Void> close() {
		Promise<Void> closed = GlobalEventExecutor.INSTANCE.newPromise();
		GlobalEventExecutor.INSTANCE.execute(() -> {
			PromiseCombiner all = new PromiseCombiner(GlobalEventExecutor.INSTANCE);
			this.channels.forEach((channel) -> all.add((Future<Void>) channel.close()));
			all.finish(closed);
		});
		return closed;
	}

	/**
	 * What sockets are furnished with.
	 *
	 * @param listener the handler of those that listen, which they share
	 * @param accepted the handler of those that are accepted
	 */
	record Furniture(ChannelHandler listener, ChannelHandler accepted) {

	}

}
