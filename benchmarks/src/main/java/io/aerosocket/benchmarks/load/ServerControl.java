package io.aerosocket.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Asks a server's process about itself, at the control port that {@code serve} prints.
 */
public final class ServerControl {

	private final int port;

	/**
	 * Creates the control.
	 * @param port the control port
	 */
	public ServerControl(int port) {
		this.port = port;
	}

	/**
	 * Asks.
	 * @param question one word
	 * @return names and numbers, in the order of the answer
	 * @throws IOException if there was no answer
	 */
	public Map<String, Long> ask(String question) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.getOutputStream().write((question + "\n").getBytes(StandardCharsets.US_ASCII));
			BufferedReader answer = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
			Map<String, Long> numbers = new LinkedHashMap<>();
			for (String line = answer.readLine(); line != null; line = answer.readLine()) {
				int equals = line.indexOf('=');
				numbers.put(line.substring(0, equals), Long.valueOf(line.substring(equals + 1)));
			}
			return numbers;
		}
	}

}
