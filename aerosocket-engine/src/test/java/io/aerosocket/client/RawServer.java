package io.aerosocket.client;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that writes exactly the bytes it is told to. Each test scripts what it does
 * with the sockets that it accepts, one after the other; what a script throws fails the
 * test when the server is closed.
 */
final class RawServer implements AutoCloseable {

	private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

	private final ServerSocket listener;

	private final ExecutorService thread = Executors.newSingleThreadExecutor();

	private final CompletableFuture<Void> finished = new CompletableFuture<>();

	private RawServer(ServerSocket listener, List<Script> scripts) {
		this.listener = listener;
		this.thread.execute(() -> {
			try {
				for (Script script : scripts) {
					try (Socket socket = listener.accept()) {
						socket.setTcpNoDelay(true);
						socket.setSoTimeout((int) TestClient.DEADLINE.toMillis());
						script.run(new Peer(socket));
					}
				}
				this.finished.complete(null);
			}
			catch (Throwable ex) {
				this.finished.completeExceptionally(ex);
			}
		});
	}

	static RawServer start(Script... scripts) {
		try {
			return new RawServer(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), List.of(scripts));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Starts a server that answers one request and waits for the client to hang up.
	 * @param answer the answer, in which {@code ~} is the end of a line and {@code %} the
	 * right accept key
	 * @return the server
	 */
	static RawServer answering(String answer) {
		return start((peer) -> {
			Request request = peer.readRequest();
			peer.write(answer.replace("~", "\r\n").replace("%", request.acceptKey()));
			peer.awaitEnd();
		});
	}

	int port() {
		return this.listener.getLocalPort();
	}

	URI uri(String path) {
		return URI.create("ws://127.0.0.1:" + port() + path);
	}

	/**
	 * Waits until all scripts have run.
	 */
	void awaitFinished() {
		try {
			this.finished.get(TestClient.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (Exception ex) {
			throw new AssertionError("A script failed", ex);
		}
	}

	@Override
	public void close() {
		try {
			awaitFinished();
		}
		finally {
			this.thread.shutdownNow();
			try {
				this.listener.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/** What to do with one socket. */
	interface Script {

		void run(Peer peer) throws Exception;

	}

	/**
	 * The head of a request.
	 *
	 * @param line its first line
	 * @param headers value by name
	 */
	record Request(String line, Map<String, String> headers) {

		String header(String name) {
			return this.headers.get(name);
		}

		String acceptKey() {
			try {
				byte[] digest = MessageDigest.getInstance("SHA-1")
					.digest((header("Sec-WebSocket-Key") + GUID).getBytes(StandardCharsets.US_ASCII));
				return Base64.getEncoder().encodeToString(digest);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	/**
	 * A frame as a client sent it, which has to be masked.
	 *
	 * @param first its first byte
	 * @param key its masking key
	 * @param payload its payload, unmasked
	 */
	record Frame(int first, int key, byte[] payload) {

		String text() {
			return new String(this.payload, StandardCharsets.UTF_8);
		}

		int opcode() {
			return this.first & 0x0F;
		}

		int closeCode() {
			assertThat(opcode()).as("opcode of a Close").isEqualTo(8);
			return (this.payload.length < 2) ? 1005 : (this.payload[0] & 0xFF) << 8 | this.payload[1] & 0xFF;
		}

	}

	/** One accepted socket. */
	static final class Peer {

		private final Socket socket;

		private final DataInputStream in;

		private final OutputStream out;

		Peer(Socket socket) throws IOException {
			this.socket = socket;
			this.in = new DataInputStream(socket.getInputStream());
			this.out = socket.getOutputStream();
		}

		Socket socket() {
			return this.socket;
		}

		DataInputStream in() {
			return this.in;
		}

		Request readRequest() throws IOException {
			ByteArrayOutputStream head = new ByteArrayOutputStream();
			while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
				head.write(this.in.readUnsignedByte());
			}
			List<String> lines = head.toString(StandardCharsets.ISO_8859_1).lines().toList();
			Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			for (String line : lines.subList(1, lines.size() - 1)) {
				int colon = line.indexOf(": ");
				assertThat(headers.put(line.substring(0, colon), line.substring(colon + 2))).as(line).isNull();
			}
			return new Request(lines.get(0), headers);
		}

		/**
		 * Reads a request and agrees to it.
		 * @param more bytes right behind the answer, as hexadecimal digits
		 * @return the request
		 */
		Request upgrade(String... more) throws IOException {
			Request request = readRequest();
			ByteArrayOutputStream answer = new ByteArrayOutputStream();
			answer.writeBytes(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
					+ "Sec-WebSocket-Accept: " + request.acceptKey() + "\r\n\r\n")
				.getBytes(StandardCharsets.ISO_8859_1));
			for (String hex : more) {
				answer.writeBytes(bytes(hex));
			}
			write(answer.toByteArray());
			return request;
		}

		void write(String text) throws IOException {
			write(text.getBytes(StandardCharsets.ISO_8859_1));
		}

		void writeHex(String hex) throws IOException {
			write(bytes(hex));
		}

		void write(byte[] bytes) throws IOException {
			try {
				this.out.write(bytes);
				this.out.flush();
			}
			catch (SocketException ex) {
				// A client that has had enough may be gone.
			}
		}

		Frame readFrame() throws IOException {
			int first = this.in.readUnsignedByte();
			int second = this.in.readUnsignedByte();
			assertThat(second & 0x80).as("mask bit of a client's frame").isEqualTo(0x80);
			int length = second & 0x7F;
			if (length == 126) {
				length = this.in.readUnsignedShort();
			}
			else if (length == 127) {
				length = Math.toIntExact(this.in.readLong());
			}
			int key = this.in.readInt();
			byte[] payload = new byte[length];
			this.in.readFully(payload);
			for (int i = 0; i < length; i++) {
				payload[i] ^= (byte) (key >>> (24 - 8 * (i & 3)));
			}
			return new Frame(first, key, payload);
		}

		/**
		 * Answers a Close and closes the socket, as servers do.
		 * @param code the expected code
		 */
		void closeRegularly(int code) throws IOException {
			Frame close = readFrame();
			assertThat(close.closeCode()).isEqualTo(code);
			writeHex(String.format(Locale.ROOT, "88 02 %04x", code));
		}

		/**
		 * Waits until the client closes or resets the socket.
		 */
		void awaitEnd() throws IOException {
			try {
				while (this.in.read() >= 0) {
					// Whatever it still says.
				}
			}
			catch (EOFException | SocketException ex) {
				// An end too.
			}
		}

		static byte[] bytes(String hex) {
			return java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
		}

	}

}
