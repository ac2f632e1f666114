package io.aerosocket.server;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * A client that writes exactly the bytes it is told to, and waits for everything it reads
 * no longer than a deadline. For one thread, except that one may write while another
 * reads.
 */
final class RawPeer implements AutoCloseable {

	static final Duration DEADLINE = Duration.ofSeconds(8);

	/** A receive buffer that is soon full; the kernel rounds it up. */
	private static final int SMALL_RECEIVE_BUFFER = 4096;

	private final Socket socket;

	private final DataInputStream in;

	private RawPeer(Socket socket) throws IOException {
		this.socket = socket;
		socket.setTcpNoDelay(true);
		socket.setSoTimeout((int) DEADLINE.toMillis());
		this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
	}

	static RawPeer connect(AeroServer server) {
		return connect(server, new Socket());
	}

	/**
	 * Connects from another address than others do.
	 * @param address an address of this machine, such as {@code 127.0.0.2}
	 * @param server the server
	 * @return the peer
	 */
	static RawPeer connectFrom(String address, AeroServer server) {
		try {
			Socket socket = new Socket();
			socket.bind(new InetSocketAddress(address, 0));
			return connect(server, socket);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Connects with a small receive buffer, for a peer that reads slowly or not at all.
	 * @param server the server
	 * @return the peer
	 */
	static RawPeer connectNarrow(AeroServer server) {
		try {
			Socket socket = new Socket();
			socket.setReceiveBufferSize(SMALL_RECEIVE_BUFFER);
			return connect(server, socket);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static RawPeer connect(AeroServer server, Socket socket) {
		try {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
					(int) DEADLINE.toMillis());
			return new RawPeer(socket);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Connects over TLS, behind something that comes before it.
	 * @param server the server
	 * @param factory the TLS to use
	 * @param first what to send in plaintext
	 * @return the peer
	 */
	static RawPeer connectTls(AeroServer server, SSLSocketFactory factory, byte[] first) {
		RawPeer plain = connect(server).write(first);
		try {
			SSLSocket socket = (SSLSocket) factory.createSocket(plain.socket, "localhost", server.port(), true);
			socket.startHandshake();
			return new RawPeer(socket);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static RawPeer connectTls(AeroServer server, SSLSocketFactory factory) {
		try {
			SSLSocket socket = (SSLSocket) factory.createSocket(InetAddress.getLoopbackAddress(), server.port());
			socket.setSoTimeout((int) DEADLINE.toMillis());
			socket.startHandshake();
			return new RawPeer(socket);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Connects and finishes an opening handshake.
	 * @param server the server
	 * @param target the path and query
	 * @param headers further header lines
	 * @return the peer of an open connection
	 */
	static RawPeer open(AeroServer server, String target, String... headers) {
		return connect(server).upgrade(target, headers);
	}

	RawPeer upgrade(String target, String... headers) {
		write(RawRequest.to(target).with(headers).bytes());
		assertThat(readResponse().status()).as("status of %s", target).isEqualTo(101);
		return this;
	}

	/**
	 * Writes all parts in one call.
	 * @param parts the bytes
	 * @return this peer
	 */
	RawPeer write(byte[]... parts) {
		try {
			this.socket.getOutputStream().write(ClientFrames.join(parts));
			this.socket.getOutputStream().flush();
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Writes as much as the server takes, which may have closed already.
	 * @param parts the bytes
	 * @return this peer
	 */
	RawPeer writeWhatGoes(byte[]... parts) {
		try {
			return write(parts);
		}
		catch (UncheckedIOException ex) {
			return this;
		}
	}

	RawResponse readResponse() {
		return read(() -> RawResponse.readFrom(this.in));
	}

	RawFrame readFrame() {
		return read(() -> RawFrame.readFrom(this.in));
	}

	List<RawFrame> readFrames(int count) {
		List<RawFrame> frames = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			frames.add(readFrame());
		}
		return frames;
	}

	/**
	 * Reads frames up to and including a Close.
	 * @return the frames
	 */
	List<RawFrame> readUntilClose() {
		List<RawFrame> frames = new ArrayList<>(List.of(readFrame()));
		while (!frames.get(frames.size() - 1).isClose()) {
			frames.add(readFrame());
		}
		return frames;
	}

	byte[] read(int bytes) {
		return read(() -> this.in.readNBytes(bytes));
	}

	/**
	 * Asserts that the next frame is a Close with this code, and the end after it.
	 * @param code the code, 1005 for an empty Close
	 * @return the Close
	 */
	RawFrame assertCloses(int code) {
		RawFrame frame = readFrame();
		assertThat(frame.closeCode()).as("code of %s", frame).isEqualTo(code);
		assertEnds();
		return frame;
	}

	/**
	 * Asserts that the server closes the socket without another byte.
	 */
	void assertEnds() {
		assertThat(readUntilEnd()).as("bytes before the end").isEmpty();
	}

	/**
	 * Reads whatever comes until the server closes or resets the socket.
	 * @return the bytes
	 */
	byte[] readUntilEnd() {
		List<byte[]> parts = new ArrayList<>();
		long end = System.nanoTime() + DEADLINE.toNanos();
		byte[] buffer = new byte[1 << 16];
		try {
			for (int n = this.in.read(buffer); n >= 0; n = this.in.read(buffer)) {
				parts.add(Arrays.copyOf(buffer, n));
				assertThat(System.nanoTime()).as("time until the end").isLessThan(end);
			}
		}
		catch (SocketTimeoutException ex) {
			fail("The server did not close the socket within " + DEADLINE);
		}
		catch (SocketException | SSLException ex) {
			// A reset is an end too.
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return ClientFrames.join(parts.toArray(byte[][]::new));
	}

	/**
	 * Asserts that nothing arrives and the socket stays open for a while.
	 * @param time how long
	 */
	void assertSilentFor(Duration time) {
		try {
			this.socket.setSoTimeout((int) time.toMillis());
			int next = this.in.read();
			fail("Read " + next + " (expected: silence for " + time + ")");
		}
		catch (SocketTimeoutException ex) {
			setDeadlineAgain();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void setDeadlineAgain() {
		try {
			this.socket.setSoTimeout((int) DEADLINE.toMillis());
		}
		catch (SocketException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sends a text and asserts that it comes back, which shows that the connection works.
	 * @param text the text
	 * @return this peer
	 */
	RawPeer assertEchoes(String text) {
		write(ClientFrames.text(text));
		assertThat(readFrame().text()).isEqualTo(text);
		return this;
	}

	/**
	 * Closes the WebSocket the regular way: Close, answer, end.
	 */
	void closeRegularly() {
		write(ClientFrames.close(1000));
		assertCloses(1000);
	}

	void shutdownOutput() {
		try {
			this.socket.shutdownOutput();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Ends the TCP connection with a reset, as a crashed host or a middlebox does.
	 */
	void reset() {
		try {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Closes the socket before the end of a try block.
	 */
	void hangUp() {
		close();
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private <T> T read(Reading<T> reading) {
		try {
			return reading.read();
		}
		catch (EOFException ex) {
			throw new AssertionError("The server closed the socket", ex);
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("Nothing came within " + DEADLINE, ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Something that is read from the socket.
	 *
	 * @param <T> what it is
	 */
	private interface Reading<T> {

		T read() throws IOException;

	}

}
