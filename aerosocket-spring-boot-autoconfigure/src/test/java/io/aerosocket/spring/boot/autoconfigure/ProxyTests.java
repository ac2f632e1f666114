package io.aerosocket.spring.boot.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import io.aerosocket.Connection;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The configurations of {@code docs/proxies.md}, in the proxies that they are for.
 */
class ProxyTests {

	private static final Path PAGE = Path.of("../docs/proxies.md");

	@TempDir
	private Path directory;

	private ConfigurableApplicationContext application;

	private ConfigurableApplicationContext other;

	private Process process;

	private HttpClient http;

	private SSLContext trust;

	private int port;

	@AfterEach
	void stop() throws InterruptedException {
		if (this.process != null) {
			this.process.destroy();
			this.process.waitFor();
		}
		if (this.application != null) {
			this.application.close();
		}
		if (this.other != null) {
			this.other.close();
		}
	}

	@ParameterizedTest
	@EnumSource(Proxy.class)
	void passesMessagesOfAnySize(Proxy proxy) throws Exception {
		start(proxy, "60s", "25s");
		String large = "0123456789abcdef".repeat(65_536);
		try (TestClient client = connect("https://localhost:" + this.port)) {
			assertThat(client.send("Hello").receive()).isEqualTo("Hello");
			assertThat(client.send(large).receive()).isEqualTo(large);
		}
	}

	@ParameterizedTest
	@EnumSource(Proxy.class)
	void passesTheHostThatOriginsAreComparedWith(Proxy proxy) throws Exception {
		start(proxy, "60s", "25s");
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> connect("https://evil.example"))
			.havingCause()
			.isInstanceOfSatisfying(WebSocketHandshakeException.class,
					(refused) -> assertThat(refused.getResponse().statusCode()).isEqualTo(403));
	}

	@ParameterizedTest
	@EnumSource(Proxy.class)
	void heartbeatsKeepIdleConnectionsAlive(Proxy proxy) throws Exception {
		start(proxy, "3s", "500ms");
		try (TestClient client = connect("https://localhost:" + this.port)) {
			// Longer than the proxy's timeout, by the server's own clock.
			client.awaitPings(8);
			assertThat(client.send("Hello").receive()).isEqualTo("Hello");
		}
	}

	@ParameterizedTest
	@EnumSource(Proxy.class)
	void idleConnectionsAreCutWithoutHeartbeats(Proxy proxy) throws Exception {
		start(proxy, "1s", "0");
		try (TestClient client = connect("https://localhost:" + this.port)) {
			assertThat(client.receive()).matches("(close|error).*");
		}
	}

	@ParameterizedTest
	@EnumSource(Proxy.class)
	void thePeersAddressIsTheOneThatTheProxyNames(Proxy proxy) throws Exception {
		start(proxy, "60s", "25s", UnaryOperator.identity(), "--aerosocket.server.forwarded.header=x-forwarded-for",
				"--aerosocket.server.forwarded.trusted-proxies=127.0.0.1");
		assertThat(askFrom("127.0.0.2")).endsWith("/127.0.0.2");
	}

	@Test
	void theProxyProtocolNamesItToo() throws Exception {
		start(Proxy.HAPROXY, "60s", "25s",
				(configuration) -> configuration.replace(" check\n", " send-proxy-v2 check check-send-proxy\n"),
				"--aerosocket.server.proxy-protocol=require",
				"--aerosocket.server.forwarded.trusted-proxies=127.0.0.1");
		assertThat(askFrom("127.0.0.2")).endsWith("/127.0.0.2");
	}

	@ParameterizedTest
	@EnumSource(Proxy.class)
	void nobodyIsRefusedWhileOneOfTwoServersStops(Proxy proxy) throws Exception {
		this.other = run("--aerosocket.server.port=0", "--aerosocket.server.health-path=/health");
		start(proxy, "60s", "25s",
				(configuration) -> configuration
					.replaceAll("server (one )?(127.0.0.1:)\\d+(.*)", "$0\n    server $1$2" + port(this.other) + "$3")
					.replaceAll("(one)( .*\\s+server )one", "$1$2two"));
		List<TestClient> before = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			before.add(connect("https://localhost:" + this.port));
		}
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(this.application::close);
		for (int i = 0; i < 30 || !stopped.isDone(); i++) {
			connect("https://localhost:" + this.port).close();
		}
		before.forEach(TestClient::close);
	}

	// The JDK's client does not let one choose where it connects from before Java 19.
	private String askFrom(String address) throws IOException {
		try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), this.port, InetAddress.getByName(address), 0);
				Socket socket = this.trust.getSocketFactory().createSocket(plain, "localhost", this.port, true)) {
			socket.setSoTimeout(20_000);
			OutputStream out = socket.getOutputStream();
			out.write(("GET /who HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
					+ "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
			// A text of one letter, with a mask of zeros.
			out.write(new byte[] { (byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'x' });
			StringBuilder answer = new StringBuilder();
			while (answer.indexOf("\r\n\r\n") < 0 || answer.indexOf("/", answer.indexOf("\r\n\r\n")) < 0
					|| answer.charAt(answer.length() - 1) != ';') {
				int next = socket.getInputStream().read();
				assertThat(next).as("after %s", answer).isNotNegative();
				answer.append((char) next);
			}
			return answer.substring(0, answer.length() - 1);
		}
	}

	private TestClient connect(String origin) {
		return TestClient.connect(this.http, URI.create("wss://localhost:" + this.port + "/echo"), "Origin", origin);
	}

	private void start(Proxy proxy, String patience, String heartbeat) throws Exception {
		start(proxy, patience, heartbeat, UnaryOperator.identity());
	}

	private void start(Proxy proxy, String patience, String heartbeat, UnaryOperator<String> change,
			String... properties) throws Exception {
		assumeThat(proxy.binary()).as("%s is not installed (apt-get install %s)", proxy.language(), proxy.language())
			.isNotEmpty();
		this.application = run(
				Stream
					.concat(Stream.of("--aerosocket.server.port=0", "--aerosocket.server.message.max-size=2MB",
							"--aerosocket.server.health-path=/health",
							"--aerosocket.server.heartbeat.interval=" + heartbeat), Stream.of(properties))
					.toArray(String[]::new));
		X509Bundle certificate = new CertificateBuilder().subject("CN=localhost")
			.addSanDnsName("localhost")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		Path key = Files.writeString(this.directory.resolve("key.pem"), certificate.getPrivateKeyPEM());
		Path chain = Files.writeString(this.directory.resolve("chain.pem"),
				certificate.getCertificatePathPEM() + certificate.getPrivateKeyPEM());
		this.trust = SSLContext.getInstance("TLS");
		this.trust.init(null, certificate.toTrustManagerFactory().getTrustManagers(), null);
		this.http = HttpClient.newBuilder().sslContext(this.trust).build();
		this.port = freePort();
		String configuration = DocumentationPage.read(PAGE)
			.blocks(proxy.language())
			.get(0)
			.text()
			.replace("443", "127.0.0.1:" + this.port)
			.replace(":127.0.0.1:", "127.0.0.1:")
			.replace("127.0.0.1:8090", "127.0.0.1:" + port(this.application))
			.replaceAll("/etc/\\S+\\.key", key.toString())
			.replaceAll("/etc/[^;\\s]+\\.pem", chain.toString())
			.replace("60s", patience);
		this.process = proxy.start(this.directory, change.apply(configuration));
		Awaitility.await("the proxy, see " + this.directory)
			.atMost(Duration.ofSeconds(20))
			.failFast(() -> assertThat(this.process.isAlive()).as(Files.readString(this.directory.resolve("output")))
				.isTrue())
			.ignoreExceptionsInstanceOf(IOException.class)
			.until(this::isListening);
	}

	private static ConfigurableApplicationContext run(String... properties) {
		SpringApplication echo = new SpringApplication(Application.class);
		echo.setWebApplicationType(WebApplicationType.NONE);
		return echo.run(properties);
	}

	private static String port(ConfigurableApplicationContext application) {
		return application.getEnvironment().getRequiredProperty("local.aerosocket.port");
	}

	private boolean isListening() throws IOException {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
			return true;
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	@ImportAutoConfiguration(AeroSocketServerAutoConfiguration.class)
	@Import({ EchoHandler.class, WhoHandler.class })
	static class Application {

	}

	@AeroSocketHandler("/echo")
	static class EchoHandler {

		@OnMessage
		String on(String text) {
			return text;
		}

	}

	@AeroSocketHandler("/who")
	static class WhoHandler {

		@OnMessage
		String on(String text, Connection connection) {
			InetSocketAddress address = (InetSocketAddress) connection.remoteAddress();
			return "/" + address.getAddress().getHostAddress() + ";";
		}

	}

	/**
	 * A proxy, how it is started, and what its configuration needs around it.
	 */
	enum Proxy {

		/** In the foreground, with everything it writes in the directory. */
		NGINX("""
				daemon off;
				error_log stderr;
				pid %1$s/nginx.pid;
				events { }
				http {
				access_log off;
				client_body_temp_path %1$s/body;
				proxy_temp_path %1$s/proxy;
				fastcgi_temp_path %1$s/fastcgi;
				uwsgi_temp_path %1$s/uwsgi;
				scgi_temp_path %1$s/scgi;
				%2$s
				}
				""", "-c"),

		/** In the foreground. */
		HAPROXY("%2$s", "-db", "-f");

		private final String around;

		private final List<String> arguments;

		Proxy(String around, String... arguments) {
			this.around = around;
			this.arguments = List.of(arguments);
		}

		String language() {
			return name().toLowerCase(Locale.ROOT);
		}

		List<Path> binary() {
			return Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
				.map((folder) -> Path.of(folder, language()))
				.filter(Files::isExecutable)
				.limit(1)
				.toList();
		}

		Process start(Path directory, String configuration) throws IOException {
			Path file = Files.writeString(directory.resolve(language() + ".cfg"),
					this.around.formatted(directory, configuration));
			List<String> command = new ArrayList<>();
			command.add(binary().get(0).toString());
			command.addAll(this.arguments);
			command.add(file.toString());
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(directory.resolve("output").toFile())
				.start();
		}

	}

}
