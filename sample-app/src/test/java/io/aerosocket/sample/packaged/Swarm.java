package io.aerosocket.sample.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Thousands of WebSocket clients on one thread. It uses nothing but the JDK's channels,
 * so what it sees does not depend on the code under test.
 */
final class Swarm implements AutoCloseable {

	// Fewer than wait in a listener's backlog, so that none has to try again.
	private static final int MOST_HANDSHAKES = 256;

	private final InetSocketAddress address;

	private InetSocketAddress source;

	private int receiveBuffer;

	private int mostHandshakes = MOST_HANDSHAKES;

	private final Selector selector;

	private final ByteBuffer received = ByteBuffer.allocateDirect(64 * 1024);

	private final List<SwarmClient> clients;

	private final Thread thread = new Thread(this::run, "swarm");

	private int next;

	private int handshakes;

	/**
	 * Creates clients, which connect when the swarm is started.
	 * @param port the server's port on this machine
	 * @param path the path to ask for
	 * @param size how many clients
	 * @param scripts what the client of a number does
	 */
	Swarm(int port, String path, int size, IntFunction<SwarmClient.Script> scripts) throws IOException {
		this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), path, size, scripts);
	}

	/**
	 * Creates clients of a server elsewhere, which connect when the swarm is started.
	 * @param address the server's address
	 * @param path the path to ask for
	 * @param size how many clients
	 * @param scripts what the client of a number does
	 */
	Swarm(InetSocketAddress address, String path, int size, IntFunction<SwarmClient.Script> scripts)
			throws IOException {
		this.address = address;
		this.selector = Selector.open();
		this.clients = new ArrayList<>(size);
		for (int number = 0; number < size; number++) {
			this.clients.add(new SwarmClient("localhost:" + address.getPort(), path, scripts.apply(number)));
		}
	}

	/**
	 * Has the clients come from an address.
	 * @param address one of this machine's, such as 127.0.0.2
	 * @return this
	 */
	Swarm from(String address) {
		this.source = new InetSocketAddress(address, 0);
		return this;
	}

	/**
	 * Has little wait in the operating system for clients that do not read.
	 * @param bytes the size of their receive buffers
	 * @return this
	 */
	Swarm receiveBuffer(int bytes) {
		this.receiveBuffer = bytes;
		return this;
	}

	/**
	 * Has all clients connect in the same moment.
	 * @return this
	 */
	Swarm allAtOnce() {
		this.mostHandshakes = this.clients.size();
		return this;
	}

	Swarm start() {
		this.thread.setDaemon(true);
		this.thread.start();
		return this;
	}

	@Override
	public void close() {
		this.thread.interrupt();
		this.selector.wakeup();
	}

	private void run() {
		try (this.selector) {
			while (!Thread.currentThread().isInterrupted()) {
				connectMore();
				this.selector.select(this::ready);
			}
			for (SelectionKey key : this.selector.keys()) {
				key.channel().close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void connectMore() throws IOException {
		while (this.next < this.clients.size() && this.handshakes < this.mostHandshakes) {
			SwarmClient client = this.clients.get(this.next++);
			SocketChannel channel = SocketChannel.open();
			channel.configureBlocking(false);
			if (this.receiveBuffer > 0) {
				channel.setOption(StandardSocketOptions.SO_RCVBUF, this.receiveBuffer);
			}
			if (this.source != null) {
				channel.bind(this.source);
			}
			client.key = channel.register(this.selector, SelectionKey.OP_CONNECT, client);
			this.handshakes++;
			channel.connect(this.address);
		}
	}

	private void ready(SelectionKey key) {
		SwarmClient client = (SwarmClient) key.attachment();
		boolean opening = !client.isOpen();
		try {
			if (key.isConnectable() && ((SocketChannel) key.channel()).finishConnect()) {
				client.connected();
			}
			if (key.isValid() && key.isWritable()) {
				client.flush();
			}
			if (key.isValid() && key.isReadable()) {
				read(key, client);
			}
		}
		catch (IOException ex) {
			end(key, client, ex);
		}
		if (opening && (client.isOpen() || !key.isValid())) {
			this.handshakes--;
		}
	}

	private void read(SelectionKey key, SwarmClient client) throws IOException {
		this.received.clear();
		int read = ((SocketChannel) key.channel()).read(this.received);
		if (read < 0) {
			end(key, client, null);
			return;
		}
		client.receive(this.received.flip());
	}

	private static void end(SelectionKey key, SwarmClient client, IOException error) {
		try {
			key.channel().close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		client.ended(error);
	}

}
