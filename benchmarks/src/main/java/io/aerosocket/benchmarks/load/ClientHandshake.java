package io.aerosocket.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * Opens a connection: the client's opening handshake (RFC 6455 section 4.1) and, to learn
 * what replies look like, one message there and back. Blocks, with a deadline.
 */
final class ClientHandshake {

	private static final Duration DEADLINE = Duration.ofSeconds(10);

	private static final int MAX_RESPONSE_BYTES = 8192;

	/** The example of RFC 6455 section 1.3; nobody has to guess it here. */
	private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

	private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

	private ClientHandshake() {
	}

	/**
	 * Connects and completes the handshake.
	 * @param port a port of the loopback address
	 * @param path the path to ask for
	 * @return the channel, which blocks
	 * @throws IOException if the connection failed
	 * @throws LoadException if the server refused
	 */
	static SocketChannel open(int port, String path) throws IOException {
		return open(port, path, "");
	}

	/**
	 * Connects and completes the handshake.
	 * @param port a port of the loopback address
	 * @param path the path to ask for
	 * @param fields further fields of the request, each with its line end
	 * @return the channel, which blocks
	 * @throws IOException if the connection failed
	 * @throws LoadException if the server refused
	 */
	static SocketChannel open(int port, String path, String fields) throws IOException {
		SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		channel.write(ByteBuffer.wrap(request(port, path, fields)));
		check(readHead(channel.socket()));
		return channel;
	}

	/**
	 * Returns the head of a request to upgrade.
	 * @param port the server's port
	 * @param path the path to ask for
	 * @param fields further fields, each with its line end
	 * @return its bytes
	 */
	static byte[] request(int port, String path, String fields) {
		return ("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port
				+ "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + KEY
				+ "\r\nSec-WebSocket-Version: 13\r\n" + fields + "\r\n")
			.getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Checks that a response agrees to upgrade.
	 * @param response the head of the response
	 * @throws LoadException if it does not
	 */
	static void check(String response) {
		if (!response.startsWith("HTTP/1.1 101 ") || !response.contains(ACCEPT)) {
			throw new LoadException(
					"handshake: " + response.lines().findFirst().orElse("nothing") + " (expected: 101 and our key)");
		}
	}

	/**
	 * Sends one message and returns the reply as it is on the wire.
	 * @param channel a channel that blocks
	 * @param request the message's frame
	 * @param payload the message's payload
	 * @return the bytes of the reply's frame or frames
	 * @throws IOException if the connection failed
	 * @throws LoadException if the reply is not an echo
	 */
	static byte[] echo(SocketChannel channel, ByteBuffer request, byte[] payload) throws IOException {
		while (request.hasRemaining()) {
			channel.write(request);
		}
		Socket socket = channel.socket();
		socket.setSoTimeout((int) DEADLINE.toMillis());
		InputStream input = socket.getInputStream();
		ByteArrayOutputStream wire = new ByteArrayOutputStream();
		ByteArrayOutputStream echoed = new ByteArrayOutputStream();
		for (boolean complete = false; !complete;) {
			byte[] header = read(input, 2);
			int lengthBytes = lengthBytes(header[1]);
			byte[] length = read(input, lengthBytes);
			byte[] piece = read(input, (lengthBytes == 0) ? header[1] : integer(length));
			if ((header[0] & 0x8) == 0) {
				wire.writeBytes(header);
				wire.writeBytes(length);
				wire.writeBytes(piece);
				echoed.writeBytes(piece);
				complete = header[0] < 0;
			}
		}
		if (!Arrays.equals(echoed.toByteArray(), payload)) {
			throw new LoadException(
					"reply: " + echoed.size() + " other bytes (expected: an echo of " + payload.length + " bytes)");
		}
		return wire.toByteArray();
	}

	private static String readHead(Socket socket) throws IOException {
		socket.setSoTimeout((int) DEADLINE.toMillis());
		InputStream input = socket.getInputStream();
		StringBuilder head = new StringBuilder();
		while (head.length() < MAX_RESPONSE_BYTES && head.indexOf("\r\n\r\n") < 0) {
			head.append((char) read(input, 1)[0]);
		}
		return head.toString();
	}

	private static byte[] read(InputStream input, int length) throws IOException {
		try {
			byte[] bytes = input.readNBytes(length);
			if (bytes.length < length) {
				throw new EOFException("closed by the server");
			}
			return bytes;
		}
		catch (SocketTimeoutException ex) {
			throw new LoadException("server: silent for " + DEADLINE.toSeconds() + " s (expected: an answer)");
		}
	}

	private static int lengthBytes(byte second) {
		return switch (second) {
			case 126 -> Short.BYTES;
			case 127 -> Long.BYTES;
			default -> 0;
		};
	}

	private static int integer(byte[] bigEndian) {
		int value = 0;
		for (byte next : bigEndian) {
			value = (value << 8) | (next & 0xFF);
		}
		return value;
	}

}
