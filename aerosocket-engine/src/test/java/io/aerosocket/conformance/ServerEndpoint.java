package io.aerosocket.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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

	private static final String DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\n";

	private final AeroServer server;

	private final SocketFactory sockets;

	private final boolean deflates;

	/**
	 * Starts a server.
	 * @param sockets makes the client's sockets, with TLS or without
	 * @param deflates whether the client offers permessage-deflate
	 * @param options what it has besides the limits of the suite
	 */
	ServerEndpoint(SocketFactory sockets, boolean deflates, Consumer<ServerOptions.Builder> options) {
		this.sockets = sockets;
		this.deflates = deflates;
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
			String request = REQUEST + (this.deflates ? DEFLATE : "") + "\n";
			end.write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
			List<String> answer = HttpHead.read(end.in());
			assertThat(answer.get(0)).startsWith("HTTP/1.1 101 ");
			assertThat(HttpHead.field(answer, "Sec-WebSocket-Extensions"))
				.isEqualTo(this.deflates ? "permessage-deflate" : "");
			if (this.deflates) {
				end.reader().inflates();
			}
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
