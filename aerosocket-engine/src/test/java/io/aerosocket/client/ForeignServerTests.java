package io.aerosocket.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.CompressionMode;
import io.aerosocket.CompressionOptions;
import io.aerosocket.Connection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers that others wrote: Node's ws, which the test installs, Python's websockets and
 * Java-WebSocket. What is missing on this machine is skipped.
 */
class ForeignServerTests {

	private static final Path SCRIPTS = Path.of("src", "test");

	private static final int LARGE_BYTES = 3 << 20;

	private TestClient test;

	private final Recorder handler = new Recorder();

	@AfterEach
	void close() {
		if (this.test != null) {
			this.test.close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void wsOfNodeIsTalkedTo(CompressionMode compression) throws Exception {
		Assumptions.assumeTrue(runs("node", "--version"), "Node is missing");
		Path directory = Files.createDirectories(Path.of("target", "node-server"));
		for (String file : List.of("package.json", "package-lock.json", "server.cjs")) {
			Files.copy(SCRIPTS.resolve("node").resolve(file), directory.resolve(file),
					StandardCopyOption.REPLACE_EXISTING);
		}
		if (!Files.isDirectory(directory.resolve("node_modules").resolve("ws"))) {
			Process npm = start(directory, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
			String output = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			Assumptions.assumeTrue(npm.waitFor() == 0, () -> "npm could not install ws: " + output);
		}
		connectWith(compression);
		converse(start(directory, "node", "server.cjs"), compression);
	}

	@ParameterizedTest
	@EnumSource
	void websocketsOfPythonIsTalkedTo(CompressionMode compression) throws Exception {
		String python = List.of("/usr/bin/python3", "python3")
			.stream()
			.filter((candidate) -> runs(candidate, "-c", "import websockets"))
			.findFirst()
			.orElse(null);
		Assumptions.assumeTrue(python != null, "Python's websockets is missing (install python3-websockets)");
		connectWith(compression);
		converse(start(Path.of("."), python, SCRIPTS.resolve("python").resolve("server.py").toString()), compression);
	}

	@Test
	void javaWebSocketIsTalkedTo() throws Exception {
		JavaWebSocketServer server = new JavaWebSocketServer();
		server.start();
		try {
			server.started.get(8, TimeUnit.SECONDS);
			connectWith(CompressionMode.OFF);
			converse(server.getPort(), CompressionMode.OFF);
		}
		finally {
			server.stop(1000);
		}
	}

	private void converse(Process server, CompressionMode compression) throws Exception {
		try (BufferedReader output = server.inputReader()) {
			String port = output.readLine();
			assertThat(port).matches("\\d+");
			converse(Integer.parseInt(port), compression);
		}
		finally {
			server.destroyForcibly();
		}
	}

	private void converse(int port, CompressionMode compression) {
		Connection connection = TestClient
			.await(this.test.client().connect(URI.create("ws://127.0.0.1:" + port + "/"), this.handler));
		this.handler.assertOpen();
		assertThat(connection.subprotocol()).isEqualTo("v1.test");
		assertThat(connection.extensions().isEmpty()).isEqualTo(compression == CompressionMode.OFF);

		for (int i = 0; i < 3; i++) {
			connection.sendText("J\u00fcrgen \u20ac \ud83d\ude00");
			assertThat(this.handler.nextText()).isEqualTo("J\u00fcrgen \u20ac \ud83d\ude00");
		}

		byte[] large = new byte[LARGE_BYTES];
		new SplittableRandom(port).nextBytes(large);
		for (int length : new int[] { 0, 1, 125, 126, 65_535, 65_536, LARGE_BYTES }) {
			connection.sendBinary(ByteBuffer.wrap(large, 0, length));
			assertThat(ByteBuffer.wrap(this.handler.nextBinary())).isEqualTo(ByteBuffer.wrap(large, 0, length));
		}

		connection.sendText("fragments");
		assertThat(this.handler.nextText()).isEqualTo("one two three");

		connection.sendText("ping");
		assertThat(this.handler.nextText()).isEqualTo("pong are you there?");

		connection.ping(ByteBuffer.wrap("and you?".getBytes(StandardCharsets.UTF_8)));
		assertThat(this.handler.next()).isEqualTo("pong and you?");

		connection.sendText("close");
		assertThat(this.handler.nextClose()).isEqualTo(new CloseReason(new CloseCode(4001), "bye", true));
		closeFirst(port);
	}

	private void connectWith(CompressionMode compression) {
		this.test = TestClient.started((options) -> options.subprotocols(List.of("x", "v1.test"))
			.connection((connection) -> connection.maxMessageSize(1 << 24)
				.maxQueuedBytes(1 << 24)
				.compression(CompressionOptions.of(compression).withMinSize(0))));
	}

	private void closeFirst(int port) {
		Connection connection = TestClient
			.await(this.test.client().connect(URI.create("ws://127.0.0.1:" + port + "/"), this.handler));
		this.handler.assertOpen();
		connection.close(new CloseCode(4002), "enough");
		assertThat(this.handler.nextClose()).isEqualTo(new CloseReason(new CloseCode(4002), "enough", false));
	}

	private static boolean runs(String... command) {
		try {
			Process process = start(Path.of("."), command);
			process.getInputStream().readAllBytes();
			return process.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private static Process start(Path directory, String... command) throws IOException {
		return new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
	}

	/** Echoes with Java-WebSocket. */
	private static final class JavaWebSocketServer extends WebSocketServer {

		private final CompletableFuture<Void> started = new CompletableFuture<>();

		JavaWebSocketServer() {
			super(new InetSocketAddress("127.0.0.1", 0), 1,
					List.of(new Draft_6455(List.of(), List.of(new Protocol("v1.test")), 1 << 24)));
			setReuseAddr(true);
		}

		@Override
		public void onStart() {
			this.started.complete(null);
		}

		@Override
		public void onOpen(WebSocket socket, ClientHandshake handshake) {
		}

		@Override
		public void onMessage(WebSocket socket, String message) {
			switch (message) {
				case "close" -> socket.close(4001, "bye");
				// It keeps the payload of a Pong to itself.
				case "ping" -> {
					socket.sendPing();
					socket.send("pong are you there?");
				}
				case "fragments" -> {
					socket.sendFragmentedFrame(org.java_websocket.enums.Opcode.TEXT,
							ByteBuffer.wrap("one ".getBytes(StandardCharsets.UTF_8)), false);
					socket.sendFragmentedFrame(org.java_websocket.enums.Opcode.TEXT,
							ByteBuffer.wrap("two ".getBytes(StandardCharsets.UTF_8)), false);
					socket.sendFragmentedFrame(org.java_websocket.enums.Opcode.TEXT,
							ByteBuffer.wrap("three".getBytes(StandardCharsets.UTF_8)), true);
				}
				default -> socket.send(message);
			}
		}

		@Override
		public void onMessage(WebSocket socket, ByteBuffer message) {
			socket.send(message);
		}

		@Override
		public void onClose(WebSocket socket, int code, String reason, boolean remote) {
		}

		@Override
		public void onError(WebSocket socket, Exception ex) {
			this.started.completeExceptionally(ex);
		}

	}

}
