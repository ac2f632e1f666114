package io.aerosocket.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;

import io.aerosocket.ConnectionHandler;
import io.aerosocket.server.AeroServer;
import io.aerosocket.server.ServerOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A server of ours as the endpoint under test.
 */
final class ServerEndpoint implements Endpoint {

	private static final String REQUEST = """
			GET /echo HTTP/1.1
			Host: localhost
			Upgrade: websocket
			Connection: Upgrade
			Sec-WebSocket-Version: 13
			Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
			""";

	private final AeroServer server;

	private final SocketFactory sockets;

	/**
	 * Starts a server.
	 * @param sockets makes the client's sockets, with TLS or without
	 * @param options what it has besides the limits of the suite
	 */
	ServerEndpoint(SocketFactory sockets, Consumer<ServerOptions.Builder> options) {
		this.sockets = sockets;
		this.server = AeroServer.builder()
			.port(0)
			.route("/echo", ConnectionHandler.of((connection, message) -> connection.send(message)))
			.options((builder) -> builder.eventLoops(1)
				.gracePeriod(Duration.ofSeconds(2))
				.drainWindow(Duration.ZERO)
				.connection(Limits::set))
			.options(options)
			.build()
			.start();
	}

	@Override
	public RawEnd open() {
		try {
			Socket socket = this.sockets.createSocket(InetAddress.getLoopbackAddress(), this.server.port());
			if (socket instanceof SSLSocket tls) {
				tls.startHandshake();
			}
			RawEnd end = new RawEnd(socket, true);
			end.write((REQUEST.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.US_ASCII));
			assertThat(HttpHead.read(end.in()).get(0)).startsWith("HTTP/1.1 101 ");
			return end;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void awaitEmpty() {
		await().atMost(RawEnd.DEADLINE)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> this.server.connections().count() == 0 && this.server.snapshot().queuedBytes() == 0);
	}

	@Override
	public void close() {
		this.server.close();
	}

}
