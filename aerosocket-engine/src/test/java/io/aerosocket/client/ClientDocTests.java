package io.aerosocket.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.HandshakeException;
import io.aerosocket.Message;
import io.aerosocket.server.AeroServer;
import io.aerosocket.telemetry.EngineListener;
import io.aerosocket.telemetry.FailedConnect;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/client.md}, each of which has to stand here as it stands
 * there.
 */
class ClientDocTests {

	private static final Path PAGE = Path.of("..", "docs", "client.md");

	private static final Path SOURCE = Path.of("src", "test", "java", "io", "aerosocket", "client",
			"ClientDocTests.java");

	private static final EchoServer server = EchoServer
		.start((builder) -> builder.route("/once", ConnectionHandler.of((connection, message) -> {
			connection.send(message);
			connection.close();
		})));

	private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();

	@AfterAll
	static void stop() {
		server.close();
	}

	static List<String> examples() throws IOException {
		return Pattern.compile("(?s)```java\n(.*?)```")
			.matcher(Files.readString(PAGE))
			.results()
			.map((MatchResult result) -> result.group(1))
			.toList();
	}

	@ParameterizedTest
	@MethodSource("examples")
	void everyExampleIsATest(String example) throws IOException {
		assertThat(Files.readString(SOURCE)).containsIgnoringWhitespaces(example);
	}

	@Test
	void firstSteps() throws Exception {
		AeroClient client = AeroClient.create();
		CompletableFuture<Connection> connecting = client.connect(URI.create("wss://feed.example/prices"),
				ConnectionHandler.of((connection, message) -> {
					if (message instanceof Message.Text text) {
						show(text.text());
					}
				}));
		connecting.thenAccept((connection) -> connection.sendText("subscribe EURUSD"));
		connecting.cancel(true);
		client.connect(server.uri("/echo"), ConnectionHandler.of((connection, message) -> {
			if (message instanceof Message.Text text) {
				show(text.text());
			}
		})).thenAccept((connection) -> connection.sendText("subscribe EURUSD"));
		assertThat(this.shown.poll(8, TimeUnit.SECONDS)).isEqualTo("subscribe EURUSD");
		client.close();
	}

	@Test
	void threadsThatWait() throws Exception {
		try (AeroClient real = AeroClient.create()) {
			Rewriting client = new Rewriting(real);
			try (BlockingConnection connection = client.open(URI.create("wss://feed.example/prices"))) {
				connection.sendText("subscribe EURUSD");
				for (Message message : connection) {
					show(((Message.Text) message).text());
				}
				log("ended: " + connection.closeReason());
			}
			assertThat(this.shown.poll()).isEqualTo("subscribe EURUSD");
			assertThat(this.shown.poll()).startsWith("ended: CloseReason[code=1000");
		}
	}

	@Test
	void requests() throws Exception {
		String token = "t";
		Recorder handler = new Recorder();
		try (AeroClient real = AeroClient.create()) {
			Rewriting client = new Rewriting(real);
			ConnectRequest request = ConnectRequest.to("wss://feed.example/prices?depth=5")
				.bearerToken(token)
				.header("X-Tenant", "blue")
				.subprotocols("v2.prices", "v1.prices")
				.build();
			client.connect(request, handler).thenAccept((connection) -> log("speaks " + connection.subprotocol()));
			assertThat(this.shown.poll(8, TimeUnit.SECONDS)).isEqualTo("speaks null");
		}
	}

	@Test
	void options() {
		AeroClient client = AeroClient.builder()
			.options((options) -> options.connectTimeout(Duration.ofSeconds(3))
				.handshakeTimeout(Duration.ofSeconds(3))
				.header("User-Agent", "prices/1.4")
				.origin("https://app.example")
				.maxRedirects(2)
				.connection((connection) -> connection.maxMessageSize(4 << 20).pingInterval(Duration.ofSeconds(10))))
			.build();
		assertThat(client.options().headers()).containsEntry("User-Agent", "prices/1.4")
			.containsEntry("Origin", "https://app.example");
		client.close();
	}

	@Test
	void gateways() {
		AeroServer server = ClientDocTests.server.server();
		AeroClient client = AeroClient.builder()
			.options((options) -> options.eventLoopGroup(server.eventLoops()))
			.build();
		assertThat(client.options().eventLoopGroup()).isSameAs(server.eventLoops());
		client.close();
	}

	@Test
	void whatItCounts() throws Exception {
		AeroClient client = AeroClient.builder().listener(new EngineListener() {

			@Override
			public void connectFailed(FailedConnect failed) {
				log(failed.destination() + ": " + failed.reason() + " after " + failed.nanos() / 1_000_000 + " ms");
			}

		}).build();
		client.connect(server.uri("/nothing-here?secret"), new Recorder());
		assertThat(this.shown.poll(8, TimeUnit.SECONDS))
			.matches("ws://127.0.0.1:" + server.port() + "/nothing-here: REFUSED after [0-9]+ ms");
		client.close();
	}

	@Test
	void tls() {
		X509Bundle bundle = new Certificates("Authority").client("client");
		X509Certificate authority = new Certificates("Authority").authority();
		PrivateKey privateKey = bundle.getKeyPair().getPrivate();
		X509Certificate certificate = bundle.getCertificate();
		AeroClient client = AeroClient.builder()
			.options((options) -> options.tls((tls) -> tls.trust(authority)
				.identity(privateKey, certificate)
				.pins("sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", ClientTls.pin(authority))))
			.build();
		assertThat(client.options().tls()).isNotNull();
		client.close();
	}

	@Test
	void proxies() {
		ProxySettings proxy = ProxySettings.http("proxy.example", 3128).withCredentials("user", "password");
		AeroClient client = AeroClient.builder().options((options) -> options.proxy(proxy)).build();
		assertThat(client.options().proxy()).hasToString("HTTP user@proxy.example:3128");
		client.close();
	}

	@Test
	void whatMayGoWrong() throws Exception {
		Recorder handler = new Recorder();
		try (RawServer full = RawServer.answering("HTTP/1.1 503 x~Retry-After: 5~Content-Length: 4~~full");
				AeroClient client = AeroClient.create()) {
			ConnectRequest request = ConnectRequest.to(full.uri("/")).build();
			client.connect(request, handler).whenComplete((connection, error) -> {
				if (error instanceof HandshakeException refused && refused.httpStatus() == 503) {
					log("try again after " + refused.headers().first("Retry-After") + " s: " + refused.body());
				}
			});
			assertThat(this.shown.poll(8, TimeUnit.SECONDS)).isEqualTo("try again after 5 s: full");
		}
	}

	private void show(String text) {
		this.shown.add(text);
	}

	private void log(String text) {
		this.shown.add(text);
	}

	/**
	 * Leads every address to a server of the test, which closes after one message.
	 *
	 * @param client the client
	 */
	private record Rewriting(AeroClient client) {

		BlockingConnection open(URI uri) throws InterruptedException {
			assertThat(uri.getHost()).isEqualTo("feed.example");
			return this.client.open(server.uri("/once"));
		}

		CompletableFuture<Connection> connect(ConnectRequest request, ConnectionHandler handler) {
			return this.client
				.connect(new ConnectRequest(server.uri("/echo"), request.headers(), request.subprotocols()), handler);
		}

	}

}
