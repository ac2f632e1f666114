package io.aerosocket.conformance;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The other end of an open connection, which writes exactly the bytes it is told to. It
 * is a client or a server, whichever the endpoint under test is not.
 */
final class RawEnd implements AutoCloseable {

	static final Duration DEADLINE = Duration.ofSeconds(10);

	private final Socket socket;

	private final boolean client;

	private final BufferedInputStream in;

	private final FrameReader reader;

	/**
	 * Creates an end.
	 * @param socket the socket
	 * @param client whether this end is a client
	 * @throws IOException if the socket is closed
	 */
	RawEnd(Socket socket, boolean client) throws IOException {
		this.socket = socket;
		this.client = client;
		socket.setSoTimeout((int) DEADLINE.toMillis());
		socket.setTcpNoDelay(true);
		this.in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
		this.reader = new FrameReader(this.in, !client);
	}

	boolean isClient() {
		return this.client;
	}

	/**
	 * Returns the bytes of the opening handshake that come from the endpoint.
	 * @return the bytes
	 */
	BufferedInputStream in() {
		return this.in;
	}

	FrameReader reader() {
		return this.reader;
	}

	/**
	 * Writes as much as the endpoint takes, which may have closed already.
	 * @param bytes the bytes
	 */
	void write(byte[] bytes) {
		try {
			this.socket.getOutputStream().write(bytes);
			this.socket.getOutputStream().flush();
		}
		catch (IOException ex) {
			// What it did instead is for the test to read.
		}
	}

	void write(byte[] bytes, int from, int to) {
		write(Arrays.copyOfRange(bytes, from, to));
	}

	/**
	 * Has every byte written so far read by the endpoint, which has one event loop, if
	 * this end is not the one that is to be read.
	 */
	void tick() {
		byte[] ping = FrameScript.of("89:").bytes(this.client);
		// Twice, since one wake-up may find the tick's bytes before the other end's.
		for (int i = 0; i < 2; i++) {
			write(ping);
			assertThat(this.reader.next()).hasToString("10 (0) ");
		}
	}

	/**
	 * Asserts that the answers to a conversation come, and nothing else.
	 * @param conversation the conversation, all of which was said
	 */
	void assertAnswers(Conversation conversation) {
		assertThat(read(conversation)).isEqualTo(conversation.expected());
	}

	/**
	 * Reads as many answers as a conversation has, or up to the Close that ends it.
	 * @param conversation the conversation
	 * @return the answers
	 */
	Answers read(Conversation conversation) {
		int enough = conversation.closes() ? Integer.MAX_VALUE : conversation.expected().count();
		return Answers.read(this.reader, enough);
	}

	/**
	 * Asserts that nothing more comes: the end of a connection that the endpoint closed,
	 * or otherwise the answer to a Close.
	 * @param closed whether the endpoint has closed
	 */
	void assertEnds(boolean closed) {
		if (!closed) {
			write(FrameScript.of("close=1000").bytes(this.client));
			assertThat(Answers.read(this.reader, 1)).hasToString("Answers[messages=[], pongs=[], close=close 1000]");
		}
		if (!this.client) {
			hangUp();
		}
		assertThat(this.reader.next()).as("after the Close").isNull();
	}

	// RFC 6455 section 7.1.1: the server is the first to close the socket.
	private void hangUp() {
		try {
			this.socket.shutdownOutput();
		}
		catch (IOException ex) {
			// It was reset.
		}
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

}
