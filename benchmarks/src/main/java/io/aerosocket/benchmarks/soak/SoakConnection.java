package io.aerosocket.benchmarks.soak;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

import io.aerosocket.benchmarks.load.DeflatedMessage;

/**
 * A client's connection that blocks, and that may misbehave as well.
 */
final class SoakConnection implements AutoCloseable {

	static final int TEXT = 0x1;

	static final int BINARY = 0x2;

	static final int CLOSE = 0x8;

	static final int PING = 0x9;

	static final int PONG = 0xA;

	private static final int FIN = 0x80;

	/** Marks a message as compressed. */
	static final int RSV1 = 0x40;

	private static final int SILENCE_AT_MOST_MILLIS = 30_000;

	private static final int LONGEST_HEADER = 14;

	private final Socket socket;

	private final DataInputStream input;

	private final Tally tally;

	private boolean deflate;

	private int sent;

	private boolean counted;

	private SoakConnection(Socket socket, Tally tally) throws IOException {
		this.socket = socket;
		this.tally = tally;
		this.input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
	}

	/**
	 * Connects and completes the opening handshake.
	 * @param clients who opens it
	 * @param path the path to ask for
	 * @param fields further fields of the request, each with its line end
	 * @return the open connection
	 * @throws IOException if the server refused
	 */
	static SoakConnection open(Clients clients, String path, String fields) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), clients.port());
		socket.setTcpNoDelay(true);
		socket.setSoTimeout(SILENCE_AT_MOST_MILLIS);
		SoakConnection connection = new SoakConnection(socket, clients.tally());
		socket.getOutputStream()
			.write(("GET " + path + " HTTP/1.1\r\nHost: localhost:" + clients.port()
					+ "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
					+ "Sec-WebSocket-Version: 13\r\n" + fields + "\r\n")
				.getBytes(StandardCharsets.ISO_8859_1));
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			head.append((char) connection.input.readUnsignedByte());
		}
		if (!head.toString().startsWith("HTTP/1.1 101 ")) {
			socket.close();
			throw new IOException("handshake: " + head.toString().lines().findFirst().orElse("") + " (expected: 101)");
		}
		connection.deflate = head.indexOf("permessage-deflate") >= 0;
		return connection;
	}

	/**
	 * Returns whether the server has agreed to permessage-deflate.
	 * @return whether it has
	 */
	boolean deflates() {
		return this.deflate;
	}

	/**
	 * Sends a message.
	 * @param opcode what kind
	 * @param payload its payload
	 * @param fragments in how many frames, at least 1
	 * @throws IOException if the connection failed
	 */
	void send(int opcode, byte[] payload, int fragments) throws IOException {
		ByteBuffer wire = ByteBuffer.allocate(payload.length + fragments * LONGEST_HEADER);
		for (int i = 0; i < fragments; i++) {
			int from = (int) ((long) payload.length * i / fragments);
			int to = (int) ((long) payload.length * (i + 1) / fragments);
			int start = ((i == 0) ? opcode : 0) | ((i == fragments - 1) ? FIN : 0);
			append(wire, start, payload, from, to);
		}
		if (opcode != PING && opcode != PONG && opcode != CLOSE) {
			// Before the server can have it: half of it may be all that comes.
			countMessage();
		}
		this.socket.getOutputStream().write(wire.array(), 0, wire.position());
	}

	/**
	 * Sends the beginning of a message whose rest never comes.
	 * @throws IOException if the connection failed
	 */
	void sendHalfAMessage() throws IOException {
		ByteBuffer wire = ByteBuffer.allocate(LONGEST_HEADER + 100);
		append(wire, FIN | BINARY, new byte[100], 0, 100);
		this.socket.getOutputStream().write(wire.array(), 0, wire.position() / 2);
	}

	private static void append(ByteBuffer wire, int start, byte[] payload, int from, int to) {
		int length = to - from;
		wire.put((byte) start);
		if (length < 126) {
			wire.put((byte) (0x80 | length));
		}
		else if (length <= 0xFFFF) {
			wire.put((byte) 0xFE).putShort((short) length);
		}
		else {
			wire.put((byte) 0xFF).putLong(length);
		}
		int key = ThreadLocalRandom.current().nextInt();
		wire.putInt(key);
		for (int i = 0; i < length; i++) {
			wire.put((byte) (payload[from + i] ^ key >>> (24 - 8 * (i % 4))));
		}
	}

	/**
	 * Waits for the next frame that is no Ping; a Ping is answered.
	 * @return the frame
	 * @throws IOException if the connection ended or nothing came for long
	 */
	Frame receive() throws IOException {
		while (true) {
			int start = this.input.readUnsignedByte();
			int second = this.input.readUnsignedByte();
			long length = (second == 127) ? this.input.readLong()
					: (second == 126) ? this.input.readUnsignedShort() : second;
			byte[] payload = this.input.readNBytes((int) length);
			if (payload.length < length) {
				throw new EOFException("frame: cut after " + payload.length + " bytes (expected: " + length + ")");
			}
			if ((start & 0xF) != PING) {
				if ((start & 0xF) < CLOSE) {
					this.tally.messageReceived();
				}
				boolean deflated = (start & RSV1) != 0;
				return new Frame(start & 0xF, deflated ? DeflatedMessage.inflate(payload) : payload);
			}
			send(PONG, payload, 1);
		}
	}

	/**
	 * Says Close with code 1000 and waits for the answer and the end.
	 * @throws IOException if neither came
	 */
	void sayGoodbye() throws IOException {
		send(CLOSE, new byte[] { 0x03, (byte) 0xE8 }, 1);
		while (receive().opcode() != CLOSE) {
			// What was under way before the answer.
		}
		if (this.input.read() >= 0) {
			throw new IOException("connection: goes on after Close (expected: its end)");
		}
		readToTheEnd();
	}

	/**
	 * Ends the connection with a reset, as a process that is killed does.
	 * @throws IOException if the socket is closed
	 */
	void kill() throws IOException {
		this.socket.setSoLinger(true, 0);
		close();
	}

	@Override
	public void close() throws IOException {
		countLost();
		this.socket.close();
	}

	// Another thread may be sending when this is killed.
	private synchronized void countMessage() {
		this.tally.messageSent();
		this.sent++;
		if (this.counted) {
			this.tally.lost(1);
		}
	}

	private synchronized void readToTheEnd() {
		this.counted = true;
	}

	private synchronized void countLost() {
		if (!this.counted) {
			this.counted = true;
			this.tally.lost(this.sent);
		}
	}

	/**
	 * A frame that came.
	 *
	 * @param opcode what kind
	 * @param payload its payload
	 */
	@SuppressWarnings("ArrayRecordComponent") // nobody compares frames
	record Frame(int opcode, byte[] payload) {

	}

}
