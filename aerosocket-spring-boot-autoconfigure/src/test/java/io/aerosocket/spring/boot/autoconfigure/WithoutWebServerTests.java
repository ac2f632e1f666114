package io.aerosocket.spring.boot.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that has no other server lives as long as this one.
 */
class WithoutWebServerTests {

	private static final Pattern MAIN_ENDED = Pattern.compile("main has ended");

	private static final Pattern PORT = Pattern.compile("AeroSocket started on port (\\d+)");

	@TempDir
	private Path directory;

	@Test
	void staysAliveUntilItIsAskedToEnd() throws Exception {
		Path classes = Files.createDirectory(this.directory.resolve("classes"));
		try (ForkedApplication application = ForkedApplication.start(Application.class, classes,
				"--spring.main.web-application-type=none", "--aerosocket.server.port=0",
				"--spring.devtools.restart.enabled=false")) {
			application.await(MAIN_ENDED, 1);
			int port = Integer.parseInt(application.await(PORT, 1).group(1));
			assertThat(application.output()).doesNotContain("Tomcat").doesNotContain("Netty started");
			try (TestClient client = TestClient.connect(port, "/echo")) {
				assertThat(client.send("Hello").receive()).isEqualTo("Hello");
				assertThat(application.terminate()).isEqualTo(143);
				assertThat(client.receive()).startsWith("close 1001");
			}
			assertThat(application.output()).contains("AeroSocket stopped, no connections had to be cut");
		}
	}

	@EnableAutoConfiguration
	@Import(EchoHandler.class)
	public static class Application {

		public static void main(String[] args) {
			SpringApplication.run(Application.class, args);
			System.out.println("main has ended");
		}

	}

	@AeroSocketHandler("/echo")
	static class EchoHandler {

		@OnMessage
		String on(String text) {
			return text;
		}

	}

}
