package io.aerosocket.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * One connection of {@link StormLoad} after the other: connects, upgrades, says Close,
 * and when the server has answered it ends the connection with a reset, which leaves no
 * socket in TIME_WAIT on either side. The source address changes, so that ports do not
 * run out.
 */
final class StormConnection {

	private static final int SOURCE_ADDRESSES = 16;

	private static final int CLOSE = 0x88;

	/** A masked Close frame with code 1000 (RFC 6455 section 5.5.1); the key is zero. */
	private static final byte[] GOODBYE = { (byte) CLOSE, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xE8 };

	private final Poller poller;

	private final InetSocketAddress server;

	private final ByteBuffer request;

	private final ByteBuffer goodbye = ByteBuffer.allocateDirect(GOODBYE.length).put(GOODBYE).flip();

	private final ByteBuffer chunk;

	private final LongConsumer onOpen;

	private final StringBuilder head = new StringBuilder();

	private int source;

	private long connectedAtNanos;

	private boolean open;

	private boolean over;

	/**
	 * Creates the connection.
	 * @param poller what tells when it is ready
	 * @param port the server's port
	 * @param request the request to upgrade
	 * @param chunk where to read to
	 * @param onOpen takes how long it took to open
	 */
	StormConnection(Poller poller, int port, ByteBuffer request, ByteBuffer chunk, LongConsumer onOpen) {
		this.poller = poller;
		this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		this.request = request.duplicate();
		this.chunk = chunk;
		this.onOpen = onOpen;
	}

	/**
	 * Begins a new life.
	 * @throws IOException if it could not connect
	 */
	void connect() throws IOException {
		this.head.setLength(0);
		this.open = false;
		this.over = false;
		this.connectedAtNanos = System.nanoTime();
		this.source = this.source % SOURCE_ADDRESSES + 1;
		SocketChannel channel = SocketChannel.open();
		channel.configureBlocking(false);
		channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		channel.setOption(StandardSocketOptions.SO_LINGER, 0);
		channel.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, (byte) this.source }), 0));
		boolean connected = channel.connect(this.server);
		this.poller.register(channel, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this::onReady);
		if (connected) {
			channel.write(this.request.rewind());
		}
	}

	/**
	 * Returns whether the connection's life has ended.
	 * @return whether a new one may begin
	 */
	boolean isOver() {
		return this.over;
	}

	private void onReady(SelectionKey key) throws IOException {
		SocketChannel channel = (SocketChannel) key.channel();
		if (key.isConnectable()) {
			channel.finishConnect();
			key.interestOps(SelectionKey.OP_READ);
			channel.write(this.request.rewind());
			return;
		}
		this.chunk.clear();
		int count = channel.read(this.chunk);
		this.chunk.flip();
		if (!this.open && count >= 0) {
			readHead(channel);
		}
		if (this.open && (count < 0 || isAnswerToClose())) {
			channel.close();
			this.over = true;
		}
		else if (count < 0) {
			throw new LoadException("handshake: ended by the server (expected: 101)");
		}
	}

	private void readHead(SocketChannel channel) throws IOException {
		this.head.append(StandardCharsets.ISO_8859_1.decode(this.chunk));
		int end = this.head.indexOf("\r\n\r\n");
		if (end >= 0) {
			ClientHandshake.check(this.head.substring(0, end));
			this.onOpen.accept(System.nanoTime() - this.connectedAtNanos);
			this.open = true;
			channel.write(this.goodbye.rewind());
		}
	}

	/**
	 * Looks for the answer to Close. Nothing else is due, so that its first byte tells.
	 * @return whether it has come
	 */
	private boolean isAnswerToClose() {
		if (!this.chunk.hasRemaining()) {
			return false;
		}
		int first = this.chunk.get() & 0xFF;
		if (first != CLOSE) {
			throw new LoadException("connection: frame 0x" + Integer.toHexString(first) + " (expected: Close)");
		}
		return true;
	}

}
