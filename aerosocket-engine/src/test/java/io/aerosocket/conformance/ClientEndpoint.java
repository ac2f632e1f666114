package io.aerosocket.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

import javax.net.ServerSocketFactory;

import io.aerosocket.ConnectionHandler;
import io.aerosocket.client.AeroClient;
import io.aerosocket.client.ClientOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A client of ours as the endpoint under test.
 */
final class ClientEndpoint implements Endpoint {

	private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

	private static final int BACKLOG = 512;

	private final ServerSocket listener;

	private final URI uri;

	private final boolean deflates;

	private final AeroClient client;

	/**
	 * Starts a client and the listener that it connects to.
	 * @param sockets makes the server's sockets, with TLS or without
	 * @param deflates whether the server agrees to permessage-deflate
	 * @param options what the client has besides the limits of the suite
	 */
	ClientEndpoint(ServerSocketFactory sockets, boolean deflates, Consumer<ClientOptions.Builder> options) {
		try {
			this.listener = sockets.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
			this.listener.setSoTimeout((int) RawEnd.DEADLINE.toMillis());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		boolean secure = sockets != ServerSocketFactory.getDefault();
		this.uri = URI.create((secure ? "wss" : "ws") + "://localhost:" + this.listener.getLocalPort() + "/echo");
		this.deflates = deflates;
		this.client = AeroClient.builder()
			.options((builder) -> builder.eventLoops(1).gracePeriod(Duration.ofSeconds(2)).connection(Limits::set))
			.options(options)
			.build();
	}

	@Override
	public RawEnd open() {
		this.client.connect(this.uri, ConnectionHandler.of((connection, message) -> connection.send(message)));
		try {
			Socket socket = this.listener.accept();
			RawEnd end = new RawEnd(socket, false);
			List<String> request = HttpHead.read(end.in());
			assertThat(request.get(0)).isEqualTo("GET /echo HTTP/1.1");
			String extensions = HttpHead.field(request, "Sec-WebSocket-Extensions");
			assertThat(extensions.contains("permessage-deflate")).as(extensions).isEqualTo(this.deflates);
			end.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
					+ "Sec-WebSocket-Accept: " + accept(HttpHead.field(request, "Sec-WebSocket-Key"))
					+ (this.deflates ? "\r\nSec-WebSocket-Extensions: permessage-deflate" : "") + "\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
			if (this.deflates) {
				end.reader().inflates();
			}
			return end;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String accept(String key) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
			return Base64.getEncoder().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void awaitEmpty() {
		await().atMost(RawEnd.DEADLINE)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> this.client.connections().count() == 0 && this.client.snapshot().queuedBytes() == 0);
	}

	@Override
	public void close() {
		this.client.close();
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
