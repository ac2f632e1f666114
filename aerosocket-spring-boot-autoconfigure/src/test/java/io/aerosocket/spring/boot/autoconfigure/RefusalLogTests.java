package io.aerosocket.spring.boot.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;

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

	@AeroSocketHandler("/silent")
	static class SilentHandler {

		@OnMessage
		void on(String text) {
		}

	}

}
