package io.aerosocket.benchmarks.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Opens the connections of a soak.
 *
 * @param port the server's port
 * @param tally counts what they send and receive
 */
record Clients(int port, Tally tally) {

	/**
	 * Connects and completes the opening handshake.
	 * @param path the path to ask for
	 * @return the open connection
	 * @throws IOException if the server refused
	 */
	SoakConnection open(String path) throws IOException {
		return open(path, "");
	}

	/**
	 * Connects and completes the opening handshake.
	 * @param path the path to ask for
	 * @param fields further fields of the request, each with its line end
	 * @return the open connection
	 * @throws IOException if the server refused
	 */
	SoakConnection open(String path, String fields) throws IOException {
		return SoakConnection.open(this, path, fields);
	}

	/**
	 * Connects and sends the beginning of a request only.
	 * @return the socket
	 * @throws IOException if it could not be connected
	 */
	Socket openHalf() throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port);
		socket.getOutputStream().write("GET /echo HTTP/1.1\r\nHost: ".getBytes(StandardCharsets.ISO_8859_1));
		return socket;
	}

}
