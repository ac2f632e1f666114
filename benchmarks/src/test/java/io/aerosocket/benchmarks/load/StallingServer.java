package io.aerosocket.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A server for one connection that answers texts of one byte and pauses once.
 */
final class StallingServer implements AutoCloseable {

	private static final int FRAME_BYTES = 7;

	private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

	private final int messagesBeforePause;

	private final long pauseMillis;

	/**
	 * Starts the server.
	 * @param messagesBeforePause after how many messages it pauses
	 * @param pauseMillis how long
	 * @throws IOException if it could not be started
	 */
	StallingServer(int messagesBeforePause, long pauseMillis) throws IOException {
		this.messagesBeforePause = messagesBeforePause;
		this.pauseMillis = pauseMillis;
		Thread thread = new Thread(this::serve, "stalling server");
		thread.setDaemon(true);
		thread.start();
	}

	int port() {
		return this.socket.getLocalPort();
	}

	private void serve() {
		try (Socket connection = this.socket.accept()) {
			connection.setTcpNoDelay(true);
			InputStream input = connection.getInputStream();
			StringBuilder head = new StringBuilder();
			while (head.indexOf("\r\n\r\n") < 0) {
				head.append((char) input.read());
			}
			connection.getOutputStream()
				.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
						+ "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
					.getBytes(StandardCharsets.ISO_8859_1));
			byte[] frame = input.readNBytes(FRAME_BYTES);
			for (int count = 1; frame.length == FRAME_BYTES; count++) {
				connection.getOutputStream().write(new byte[] { (byte) 0x81, 1, (byte) (frame[6] ^ frame[2]) });
				if (count == this.messagesBeforePause) {
					TimeUnit.MILLISECONDS.sleep(this.pauseMillis);
				}
				frame = input.readNBytes(FRAME_BYTES);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
