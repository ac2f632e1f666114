package io.aerosocket.spring.boot.test.memory;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.FileRegion;
import io.netty.channel.socket.DuplexChannel;

/**
 * The server's end of a connection in memory: as a socket has it, with bounded room for
 * what the peer does not read, and half an end when only one side hangs up.
 */
final class MemoryChannel extends AbstractChannel implements DuplexChannel {

	private static final ChannelMetadata METADATA = new ChannelMetadata(false);

	private final ChannelConfig config = new DefaultChannelConfig(this);

	private final SocketAddress local;

	private final SocketAddress remote;

	private final MemoryWire wire;

	private boolean readWanted;

	private volatile boolean open = true;

	private volatile boolean outputShut;

	MemoryChannel(Channel listener, SocketAddress local, SocketAddress remote, MemoryWire wire) {
		super(listener);
		this.local = local;
		this.remote = remote;
		this.wire = wire;
	}

	/**
	 * There is something to read, or the peer has hung up. Safe for any thread.
	 */
	void readable() {
		onLoop(this::pull);
	}

	/**
	 * There is room again for what is to be written. Safe for any thread.
	 */
	void writable() {
		onLoop(() -> unsafe().flush());
	}

	/**
	 * The peer reset the connection. Safe for any thread.
	 */
	void reset() {
		onLoop(() -> {
			if (this.open) {
				pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
				unsafe().close(unsafe().voidPromise());
			}
		});
	}

	// A channel that is not registered yet looks for itself when it is.
	private void onLoop(Runnable action) {
		if (!isRegistered()) {
			return;
		}
		try {
			eventLoop().execute(action);
		}
		catch (RejectedExecutionException ex) {
			// The server has stopped, which has closed this channel.
		}
	}

	private void pull() {
		if (!this.readWanted || !this.open) {
			return;
		}
		byte[] bytes = this.wire.takeForServer();
		if (bytes != null) {
			this.readWanted = false;
			pipeline().fireChannelRead(config().getAllocator().ioBuffer(bytes.length).writeBytes(bytes));
			pipeline().fireChannelReadComplete();
		}
		else if (this.wire.isOverForServer()) {
			unsafe().close(unsafe().voidPromise());
		}
	}

	@Override
	protected void doBeginRead() {
		this.readWanted = true;
		eventLoop().execute(this::pull);
	}

	@Override
	protected void doWrite(ChannelOutboundBuffer out) throws IOException {
		for (Object message = out.current(); message != null; message = out.current()) {
			int room = this.wire.roomForClient();
			if (room == 0) {
				return;
			}
			if (message instanceof ByteBuf buffer) {
				write(out, buffer, room);
			}
			else {
				write(out, (FileRegion) message, room);
			}
		}
	}

	private void write(ChannelOutboundBuffer out, ByteBuf buffer, int room) {
		byte[] bytes = new byte[Math.min(room, buffer.readableBytes())];
		buffer.readBytes(bytes);
		out.progress(bytes.length);
		if (!buffer.isReadable()) {
			out.remove();
		}
		this.wire.deliver(bytes);
	}

	private void write(ChannelOutboundBuffer out, FileRegion region, int room) throws IOException {
		long written = region.transferTo(new Pieces(room, this.wire::deliver), region.transferred());
		out.progress(written);
		if (region.transferred() >= region.count()) {
			out.remove();
		}
	}

	@Override
	protected Object filterOutboundMessage(Object message) {
		if (message instanceof ByteBuf || message instanceof FileRegion) {
			return message;
		}
		throw new UnsupportedOperationException("Neither a buffer nor a file: " + message.getClass().getName());
	}

	@Override
	protected void doClose() {
		this.open = false;
		this.wire.serverClosed();
	}

	@Override
	protected void doShutdownOutput() {
		this.outputShut = true;
		this.wire.endForClient();
	}

	@Override
	protected void doDisconnect() {
		doClose();
	}

	@Override
	protected void doBind(SocketAddress address) {
		throw new UnsupportedOperationException();
	}

	@Override
	protected AbstractUnsafe newUnsafe() {
		return new AbstractUnsafe() {

			@Override
			public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
				promise.setFailure(new UnsupportedOperationException());
			}

		};
	}

	@Override
	protected boolean isCompatible(EventLoop loop) {
		return loop instanceof MemoryEventLoop;
	}

	@Override
	protected SocketAddress localAddress0() {
		return this.local;
	}

	@Override
	protected SocketAddress remoteAddress0() {
		return this.remote;
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
		return this.open;
	}

	@Override
	public ChannelMetadata metadata() {
		return METADATA;
	}

	@Override
	public boolean isInputShutdown() {
		return !this.open;
	}

	@Override
	public boolean isOutputShutdown() {
		return this.outputShut || !this.open;
	}

	@Override
	public boolean isShutdown() {
		return !this.open;
	}

	@Override
	public ChannelFuture shutdownOutput() {
		return shutdownOutput(newPromise());
	}

	@Override
	public ChannelFuture shutdownOutput(ChannelPromise promise) {
		if (eventLoop().inEventLoop()) {
			((AbstractUnsafe) unsafe()).shutdownOutput(promise);
		}
		else {
			eventLoop().execute(() -> ((AbstractUnsafe) unsafe()).shutdownOutput(promise));
		}
		return promise;
	}

	@Override
	public ChannelFuture shutdownInput() {
		return shutdownInput(newPromise());
	}

	@Override
	public ChannelFuture shutdownInput(ChannelPromise promise) {
		return promise.setFailure(new UnsupportedOperationException());
	}

	@Override
	public ChannelFuture shutdown() {
		return close();
	}

	@Override
	public ChannelFuture shutdown(ChannelPromise promise) {
		return close(promise);
	}

	/**
	 * Takes as many bytes of a file as there is room for.
	 */
	private static final class Pieces implements WritableByteChannel {

		private final Consumer<byte[]> target;

		private int room;

		Pieces(int room, Consumer<byte[]> target) {
			this.room = room;
			this.target = target;
		}

		@Override
		public int write(ByteBuffer source) {
			byte[] bytes = new byte[Math.min(this.room, source.remaining())];
			source.get(bytes);
			this.room -= bytes.length;
			if (bytes.length > 0) {
				this.target.accept(bytes);
			}
			return bytes.length;
		}

		@Override
		public boolean isOpen() {
			return true;
		}

		@Override
		public void close() {
		}

	}

}
