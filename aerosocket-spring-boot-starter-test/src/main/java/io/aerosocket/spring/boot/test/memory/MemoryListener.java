package io.aerosocket.spring.boot.test.memory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.RejectedExecutionException;

import io.netty.channel.AbstractServerChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections in memory.
 */
final class MemoryListener extends AbstractServerChannel {

	private static final int ANY_PORT = 49_152;

	private final ChannelConfig config = new DefaultChannelConfig(this);

	private volatile @Nullable InetSocketAddress bound;

	private volatile boolean open = true;

	private int clients;

	/**
	 * Accepts a connection.
	 * @param wire the client's end
	 * @throws IOException if this does not listen (any more)
	 */
	synchronized void accept(MemoryWire wire) throws IOException {
		InetSocketAddress address = this.bound;
		if (address == null || !this.open) {
			throw new IOException("the server does not listen");
		}
		this.clients++;
		InetSocketAddress client = new InetSocketAddress(InetAddress.getLoopbackAddress(),
				ANY_PORT + this.clients % 10_000);
		MemoryChannel channel = new MemoryChannel(this, address, client, wire);
		wire.connect(channel);
		try {
			eventLoop().execute(() -> {
				pipeline().fireChannelRead(channel);
				pipeline().fireChannelReadComplete();
			});
		}
		catch (RejectedExecutionException ex) {
			throw new IOException("the server has stopped", ex);
		}
	}

	@Override
	protected void doBind(SocketAddress address) {
		InetSocketAddress asked = (InetSocketAddress) address;
		this.bound = (asked.getPort() != 0) ? asked : new InetSocketAddress(asked.getAddress(), ANY_PORT);
	}

	@Override
	protected void doClose() {
		this.open = false;
	}

	@Override
	protected void doBeginRead() {
		// Connections come by themselves.
	}

	@Override
	protected boolean isCompatible(EventLoop loop) {
		return loop instanceof MemoryEventLoop;
	}

	@Override
	protected @Nullable SocketAddress localAddress0() {
		return this.bound;
	}

	@Override
	public ChannelConfig config() {
		return this.config;
	}

	@Override
	public boolean isOpen() {
		return this.open;
	}

	@Override
	public boolean isActive() {
		return this.open && this.bound != null;
	}

}
