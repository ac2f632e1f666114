package io.aerosocket.benchmarks.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Answers questions about the server's process: one word, then lines of a name, an equals
 * sign and a number. A connection is for one question. Its thread sleeps when nobody
 * asks.
 */
final class ControlPort implements AutoCloseable {

	private final ServerSocket socket;

	private final Supplier<Map<String, Long>> counters;

	private ControlPort(ServerSocket socket, Supplier<Map<String, Long>> counters) {
		this.socket = socket;
		this.counters = counters;
	}

	/**
	 * Opens the port.
	 * @param port the port, 0 for any free one
	 * @param counters what the peer counts
	 * @return the open port
	 * @throws IOException if it is taken
	 */
	static ControlPort open(int port, Supplier<Map<String, Long>> counters) throws IOException {
		ControlPort control = new ControlPort(new ServerSocket(port, 16, InetAddress.getLoopbackAddress()), counters);
		Thread thread = new Thread(control::answer, "control port");
		thread.setDaemon(true);
		thread.start();
		return control;
	}

	int port() {
		return this.socket.getLocalPort();
	}

	private void answer() {
		while (!this.socket.isClosed()) {
			try (Socket asking = this.socket.accept()) {
				answer(asking);
			}
			catch (SocketException ex) {
				// The port was closed, or who asked has gone.
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private void answer(Socket asking) throws IOException {
		BufferedReader reader = new BufferedReader(
				new InputStreamReader(asking.getInputStream(), StandardCharsets.US_ASCII));
		String question = reader.readLine();
		Map<String, Long> answer = "memory".equals(question) ? ProcessMemory.afterCollection()
				: "counters".equals(question) ? this.counters.get() : Map.of();
		String lines = answer.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + entry.getValue() + "\n")
			.collect(Collectors.joining());
		asking.getOutputStream().write(lines.getBytes(StandardCharsets.US_ASCII));
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
