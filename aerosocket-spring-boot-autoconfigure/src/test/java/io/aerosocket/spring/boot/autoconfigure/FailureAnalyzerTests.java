package io.aerosocket.spring.boot.autoconfigure;

import java.net.InetAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;

import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;
import io.aerosocket.spring.handler.OnOpen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a user reads when the application cannot start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalyzerTests {

	@Test
	void portInUse(CapturedOutput output) throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			fails(Application.class, "--aerosocket.server.port=" + taken.getLocalPort());
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("Port " + taken.getLocalPort() + " was already in use")
				.contains("set aerosocket.server.port to another one");
		}
	}

	@Test
	void plaintextAddress(CapturedOutput output) {
		fails(Application.class, "--aerosocket.server.address=0.0.0.0");
		assertThat(output).contains("would listen on 0.0.0.0 without TLS")
			.contains("set aerosocket.server.ssl.bundle")
			.contains("set aerosocket.server.plaintext to true");
	}

	@Test
	void invalidHandlers(CapturedOutput output) {
		fails(InvalidApplication.class);
		assertThat(output).contains("@AeroSocketHandler beans cannot be served")
			.contains(
					"InvalidHandler), method 'void on(String, String)': 2 of its parameters would be the message's payload")
			.contains("- 'void on(String, String)': keep one, and annotate the others")
			.contains("method 'void open(String)': nothing supplies its parameter 0 of type java.lang.String");
	}

	@Test
	void invalidProperty(CapturedOutput output) {
		fails(Application.class, "--aerosocket.server.heartbeat.timeout=0s");
		assertThat(output)
			.contains("Invalid value '0s' for configuration property 'aerosocket.server.heartbeat.timeout'")
			.contains("It must be more than zero and 365 days at most, such as '5s'.");
	}

	@Test
	void unavailableTransport(CapturedOutput output) {
		String absent = System.getProperty("os.name").equals("Linux") ? "kqueue" : "epoll";
		fails(Application.class, "--aerosocket.server.transport=" + absent);
		assertThat(output).contains("cannot use the transport '" + absent + "': " + absent + " needs ")
			.contains("set aerosocket.server.transport to 'auto'");
	}

	@Test
	void unknownBundle(CapturedOutput output) {
		fails(Application.class, "--aerosocket.server.ssl.bundle=absent");
		assertThat(output).contains("There is no such bundle");
	}

	private static void fails(Class<?> application, String... arguments) {
		SpringApplication app = new SpringApplication(application);
		app.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> app.run(arguments));
	}

	@ImportAutoConfiguration(AeroSocketServerAutoConfiguration.class)
	static class Application {

	}

	@Import(InvalidHandler.class)
	@ImportAutoConfiguration(AeroSocketServerAutoConfiguration.class)
	static class InvalidApplication {

	}

	@AeroSocketHandler("/invalid")
	public static class InvalidHandler {

		@OnOpen
		public void open(String text) {
		}

		@OnMessage
		public void on(String text, String other) {
		}

	}

}
