package io.aerosocket.spring.boot.autoconfigure;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.aerosocket.HandshakeDecision;
import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A refusal that a setting is the reason of is one line in the log, which names it.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefusalLogTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class))
		.withBean(SilentHandler.class)
		.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.event-loops=1");

	@Test
	void aRequestThatIsTooLarge(CapturedOutput output) {
		this.contextRunner.withPropertyValues("aerosocket.server.handshake.max-size=1KB").run((context) -> {
			int port = context.getBean(AeroServer.class).port();
			for (int i = 0; i < 3; i++) {
				assertThat(TestClient.statusOf(port, "/" + "x".repeat(2000))).isEqualTo(431);
			}
		});
		assertThat(output.toString()).containsOnlyOnce("A handshake was refused with")
			.contains("refused with 431")
			.contains("See aerosocket.server.handshake.max-size (ServerOptions.maxHandshakeSize without Spring)");
	}

	@Test
	void tooManyConnections(CapturedOutput output) {
		this.contextRunner.withPropertyValues("aerosocket.server.connection.max=1").run((context) -> {
			int port = context.getBean(AeroServer.class).port();
			try (TestClient first = TestClient.connect(port, "/silent")) {
				assertThat(TestClient.statusOf(port, "/silent")).isEqualTo(503);
				assertThat(TestClient.statusOf(port, "/silent")).isEqualTo(503);
				first.send("still here");
			}
		});
		assertThat(output.toString()).containsOnlyOnce("A handshake was refused with")
			.contains("See aerosocket.server.connection.max (maxConnections without Spring)");
	}

	@Test
	void tooManyOfOneAddress(CapturedOutput output) {
		this.contextRunner.withPropertyValues("aerosocket.server.connection.max-per-address=1").run((context) -> {
			int port = context.getBean(AeroServer.class).port();
			try (TestClient first = TestClient.connect(port, "/silent")) {
				assertThat(TestClient.statusOf(port, "/silent")).isEqualTo(429);
				assertThat(TestClient.statusOf(port, "/silent")).isEqualTo(429);
				first.send("still here");
			}
		});
		assertThat(output.toString()).containsOnlyOnce("A handshake was refused with")
			.contains(
					"See aerosocket.server.connection.max-per-address (AdmissionOptions.maxPerAddress without Spring)");
	}

	@Test
	void tooManyOfOneUser(CapturedOutput output) {
		Principal ann = () -> "ann";
		this.contextRunner.withPropertyValues("aerosocket.server.connection.max-per-user=1")
			.withBean(HandshakeInterceptor.class,
					() -> (handshake) -> CompletableFuture.completedFuture(HandshakeDecision.accept(ann)))
			.run((context) -> {
				int port = context.getBean(AeroServer.class).port();
				try (TestClient first = TestClient.connect(port, "/silent")) {
					assertThat(TestClient.statusOf(port, "/silent")).isEqualTo(429);
					assertThat(TestClient.statusOf(port, "/silent")).isEqualTo(429);
					first.send("still here");
				}
			});
		assertThat(output.toString()).containsOnlyOnce("A handshake was refused with")
			.contains("refused with 429, because its user has too many connections, on /silent")
			.contains("See aerosocket.server.connection.max-per-user (AdmissionOptions.maxPerUser without Spring)");
	}

	@Test
	void aTargetThatIsTooLong(CapturedOutput output) {
		this.contextRunner.withPropertyValues("aerosocket.server.handshake.max-size=1KB").run((context) -> {
			int port = context.getBean(AeroServer.class).port();
			assertThat(answer(port, "GET /" + "x".repeat(2000))).startsWith("HTTP/1.1 414 ");
			assertThat(answer(port, "GET /" + "x".repeat(2000))).startsWith("HTTP/1.1 414 ");
		});
		assertThat(output.toString()).containsOnlyOnce("A handshake was refused with")
			.contains("refused with 414, because its request is larger than may be")
			.contains("See aerosocket.server.handshake.max-size (ServerOptions.maxHandshakeSize without Spring)");
	}

	@Test
	void whatIsNotDecidedInTime(CapturedOutput output) {
		this.contextRunner.withPropertyValues("aerosocket.server.handshake.timeout=200ms")
			.withBean(HandshakeInterceptor.class, () -> (handshake) -> new CompletableFuture<>())
			.run((context) -> {
				int port = context.getBean(AeroServer.class).port();
				assertThat(TestClient.statusOf(port, "/silent")).isEqualTo(408);
				assertThat(TestClient.statusOf(port, "/silent")).isEqualTo(408);
			});
		assertThat(output.toString()).containsOnlyOnce("A handshake was refused with")
			.contains("refused with 408, because it was not decided in time, on /silent")
			.contains("See aerosocket.server.handshake.timeout (ServerOptions.handshakeTimeout without Spring)");
	}

	@Test
	void silenceIsNothingToWarnOf(CapturedOutput output) {
		this.contextRunner.withPropertyValues("aerosocket.server.handshake.timeout=200ms").run((context) -> {
			int port = context.getBean(AeroServer.class).port();
			assertThat(answer(port, "")).startsWith("HTTP/1.1 408 ");
		});
		assertThat(output.toString()).doesNotContain("A handshake was refused");
	}

	@Test
	void aProxyThatSaysInAMalformedWayForWhomItAsks(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("aerosocket.server.forwarded.header=forwarded",
					"aerosocket.server.forwarded.trusted-proxies=127.0.0.0/8")
			.run((context) -> {
				int port = context.getBean(AeroServer.class).port();
				String request = "GET /silent HTTP/1.1\r\nHost: localhost\r\nForwarded: for=\r\n\r\n";
				assertThat(answer(port, request)).startsWith("HTTP/1.1 400 ");
				assertThat(answer(port, request)).startsWith("HTTP/1.1 400 ");
			});
		assertThat(output.toString()).containsOnlyOnce("A handshake was refused with")
			.contains("does not say in a well-formed way for whom it asks")
			.contains("See aerosocket.server.forwarded.header and forwarded.trusted-proxies "
					+ "(ProxyOptions without Spring)");
	}

	@Test
	void whoIsNoTrustedProxy(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("aerosocket.server.proxy-protocol=require",
					"aerosocket.server.forwarded.trusted-proxies=127.0.0.0/8")
			.run((context) -> {
				int port = context.getBean(AeroServer.class).port();
				assertThat(answer(port, "GET /silent HTTP/1.1\r\n\r\n")).isEmpty();
				assertThat(answer(port, "GET /silent HTTP/1.1\r\n\r\n")).isEmpty();
			});
		assertThat(output.toString()).containsOnlyOnce("A handshake was refused with")
			.contains("is no trusted proxy, or sent no header of the PROXY protocol")
			.contains("See aerosocket.server.proxy-protocol and forwarded.trusted-proxies "
					+ "(ProxyOptions without Spring)");
	}

	@Test
	void overload(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("aerosocket.server.connection.max=4", "aerosocket.server.heartbeat.interval=1s",
					"aerosocket.server.overload.max-connection-share=0.2", "aerosocket.server.overload.after=0s")
			.run((context) -> {
				AeroServer server = context.getBean(AeroServer.class);
				try (TestClient first = TestClient.connect(server.port(), "/silent")) {
					await().until(() -> server.snapshot().admission().overloaded());
					assertThat(TestClient.statusOf(server.port(), "/silent")).isEqualTo(503);
					first.send("still here");
				}
			});
		assertThat(output.toString()).containsOnlyOnce("The server is overloaded and refuses new connections with 503")
			.contains("1 connections are open (max-connection-share). "
					+ "See aerosocket.server.overload (OverloadOptions without Spring)");
	}

	private static String answer(int port, String request) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
		}
		catch (SocketException ex) {
			// Cut with a reset, since what was sent was not read.
			return "";
		}
	}

	@AeroSocketHandler("/silent")
	static class SilentHandler {

		@OnMessage
		void on(String text) {
		}

	}

}
