package io.aerosocket.client;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

import io.aerosocket.ConnectionHandler;
import io.aerosocket.server.AeroServer;
import io.aerosocket.server.ServerOptions;

/**
 * A server of our own for a client to talk to, which sends everything back on
 * {@code /echo}.
 */
final class EchoServer implements AutoCloseable {

	static final ConnectionHandler ECHO = ConnectionHandler.of((connection, message) -> connection.send(message));

	private final AeroServer server;

	private final boolean secure;

	private EchoServer(@Nullable SslContext tls, Consumer<AeroServer.Builder> description) {
		AeroServer.Builder builder = AeroServer.builder()
			.options((options) -> options.port(0)
				.eventLoops(1)
				.sslContext(tls)
				.gracePeriod(Duration.ofSeconds(2))
				.drainWindow(Duration.ZERO)
				.connection((connection) -> connection.closeTimeout(Duration.ofSeconds(1))))
			.route("/echo", ECHO);
		description.accept(builder);
		this.server = builder.build().start();
		this.secure = tls != null;
	}

	static EchoServer start() {
		return start((builder) -> {
		});
	}

	static EchoServer start(Consumer<AeroServer.Builder> description) {
		return new EchoServer(null, description);
	}

	static EchoServer startSecure(SslContext tls) {
		return new EchoServer(tls, (builder) -> {
		});
	}

	static EchoServer startSecure(SslContext tls, Consumer<ServerOptions.Builder> options) {
		return new EchoServer(tls, (builder) -> builder.options(options));
	}

	AeroServer server() {
		return this.server;
	}

	int port() {
		return this.server.port();
	}

	URI uri(String path) {
		return URI.create((this.secure ? "wss://localhost:" : "ws://127.0.0.1:") + port() + path);
	}

	@Override
	public void close() {
		this.server.close();
	}

}
