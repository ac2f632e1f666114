package io.aerosocket.benchmarks.micro;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import io.aerosocket.ConnectionHandler;
import io.aerosocket.PreparedMessage;
import io.aerosocket.server.AeroServer;

/**
 * Time until a message of 32 bytes that is sent to everybody has reached everybody, over
 * real sockets.
 * <p>
 * Question answered: does it grow in proportion to the receivers, that is with the
 * system's calls only? Most of the time is the kernel's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FanoutBenchmark {

	private static final int PAYLOAD_BYTES = 32;

	private static final int FRAME_BYTES = PAYLOAD_BYTES + 2;

	/** How many receive. */
	@Param({ "1", "10", "100" })
	public int receivers;

	private final PreparedMessage message = PreparedMessage.text("h".repeat(PAYLOAD_BYTES));

	private final List<Socket> sockets = new ArrayList<>();

	private @Nullable AeroServer server;

	/**
	 * Starts the server and opens the connections.
	 * @throws IOException if one could not be opened
	 */
	@Setup(Level.Trial)
	public void setUp() throws IOException {
		AeroServer started = AeroServer.builder().port(0).route("/", ConnectionHandler.of((connection, received) -> {
		})).build();
		started.start();
		this.server = started;
		for (int i = 0; i < this.receivers; i++) {
			this.sockets.add(open(started.port()));
		}
		while (started.connections().count() < this.receivers) {
			Thread.onSpinWait();
		}
	}

	private static Socket open(int port) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
		socket.setTcpNoDelay(true);
		socket.getOutputStream().write("""
				GET / HTTP/1.1
				Host: localhost
				Upgrade: websocket
				Connection: Upgrade
				Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
				Sec-WebSocket-Version: 13

				""".replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			head.append((char) socket.getInputStream().read());
		}
		return socket;
	}

	/**
	 * Sends a message to everybody and waits until everybody has it.
	 * @return how many bytes came
	 * @throws IOException if a connection failed
	 */
	@Benchmark
	public int broadcast() throws IOException {
		if (this.server != null) {
			this.server.connections().broadcast(this.message, (connection) -> true);
		}
		int bytes = 0;
		for (Socket socket : this.sockets) {
			InputStream input = socket.getInputStream();
			bytes += input.readNBytes(FRAME_BYTES).length;
		}
		return bytes;
	}

	/**
	 * Closes everything.
	 * @throws IOException if a socket could not be closed
	 */
	@TearDown(Level.Trial)
	public void tearDown() throws IOException {
		for (Socket socket : this.sockets) {
			socket.close();
		}
		if (this.server != null) {
			this.server.stop(Duration.ZERO).toCompletableFuture().join();
		}
	}

}
