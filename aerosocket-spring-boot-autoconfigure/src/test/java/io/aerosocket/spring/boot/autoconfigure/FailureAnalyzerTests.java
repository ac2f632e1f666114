package io.aerosocket.spring.boot.autoconfigure;

import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import io.aerosocket.ConnectionHandler;
import io.aerosocket.TransportException;
import io.aerosocket.server.AeroServerCustomizer;
import io.aerosocket.server.ServerOptions;
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
			.containsPattern(
					"- bean '.*InvalidHandler' \\(.*InvalidHandler\\), method 'void on\\(String, String\\)': keep one, ")
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
	void addressOfAnotherMachine(CapturedOutput output) {
		fails(Application.class, "--aerosocket.server.address=192.0.2.1", "--aerosocket.server.plaintext=true",
				"--aerosocket.server.port=0");
		assertThat(output).contains("This machine has no address 192.0.2.1.")
			.contains("Set aerosocket.server.address to an address of this machine, or remove it.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Permission denied          | does not allow it to listen on port 8090. | to 1024 or more
			No buffer space available  | No buffer space available.                | aerosocket.server.address or
			""")
	void otherReasonsNotToListen(String error, String description, String action) {
		ServerBindException failure = new ServerBindException(ServerOptions.builder().build(),
				new TransportException("Could not bind: " + error, new BindException(error)));
		FailureAnalysis analysis = new ServerBindFailureAnalyzer().analyze(failure);
		assertThat(analysis.getDescription()).contains(description);
		assertThat(analysis.getAction()).contains(action);
	}

	@Test
	void unknownProperty(CapturedOutput output) {
		fails(Application.class, "--aerosocket.server.prot=8091", "--aerosocket.server.colourful=1");
		assertThat(output).contains("AeroSocket has no such property")
			.contains("- aerosocket.server.prot, from \"aerosocket.server.prot\" from property source")
			.contains("- aerosocket.server.prot: did you mean 'aerosocket.server.port'?")
			.contains("- aerosocket.server.colourful: remove it, or find the right name in docs/configuration.md");
	}

	@ParameterizedTest(name = "{0}={1}")
	@CsvSource(delimiter = '|', textBlock = """
			port                   | many   | Write a whole number.
			plaintext              | maybe  | Write 'true' or 'false'.
			idle-timeout           | soon   | Write a duration, such as '500ms', '30s' or '5m'.
			message.max-size       | large  | Write a size, such as '512B', '64KB' or '1MB'.
			compression.mode       | zip    | Write one of 'off', 'shared', 'dedicated'.
			transport              | pigeon | Write one of 'auto', 'io-uring', 'epoll', 'kqueue', 'nio'.
			address                | a b    | such as '127.0.0.1' or '0.0.0.0'
			""")
	void unreadableValue(String property, String value, String action, CapturedOutput output) {
		fails(Application.class, "--aerosocket.server." + property + "=" + value);
		assertThat(output)
			.contains("The property 'aerosocket.server." + property + "' has the value '" + value
					+ "', which cannot be read.")
			.contains("Origin: \"aerosocket.server." + property + "\" from property source \"commandLineArgs\"")
			.contains(action);
	}

	@Test
	void variableOfKubernetes(CapturedOutput output) {
		fails(Application.class, "--aerosocket.server.port=tcp://10.0.0.1:8090");
		assertThat(output).contains("set enableServiceLinks to false in the pod's specification");
	}

	@Test
	void valuesOfOtherPropertiesAreLeftToBoot(CapturedOutput output) {
		fails(Application.class, "--spring.ssl.bundle.pem.chat.reload-on-update=maybe");
		assertThat(output).doesNotContain("which cannot be read");
	}

	@Test
	void whatCustomizersAskFor(CapturedOutput output) {
		fails(TwiceApplication.class, "--aerosocket.server.port=0");
		assertThat(output).contains("The AeroSocket server cannot be built")
			.contains("route: /twice is the same as")
			.contains("Correct it in the AeroServerCustomizer bean");
	}

	@Test
	void subprotocolOfHandler(CapturedOutput output) {
		fails(SubprotocolApplication.class, "--aerosocket.server.port=0");
		assertThat(output).contains("'v1 chat' is not a subprotocol's name")
			.contains("use letters, digits and signs such as '.' and '-'");
	}

	@Test
	void pathThatNothingMatches(CapturedOutput output) {
		fails(PathApplication.class, "--aerosocket.server.port=0");
		assertThat(output).contains("the path '/chat/{room' cannot be served").contains("such as '/chat/{room}'");
	}

	@Test
	void unreadableBundle(CapturedOutput output) {
		fails(Application.class, "--aerosocket.server.ssl.bundle=chat",
				"--spring.ssl.bundle.pem.chat.keystore.certificate=/absent.pem");
		assertThat(output).contains("Invalid value 'chat' for configuration property 'aerosocket.server.ssl.bundle'")
			.contains("No TLS context can be made of it")
			.contains("/absent.pem")
			.contains("Correct spring.ssl.bundle.*.chat.");
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

	@ImportAutoConfiguration({ SslAutoConfiguration.class, AeroSocketServerAutoConfiguration.class })
	static class Application {

	}

	@ImportAutoConfiguration(AeroSocketServerAutoConfiguration.class)
	static class TwiceApplication {

		@Bean
		AeroServerCustomizer twice() {
			ConnectionHandler handler = ConnectionHandler.of((connection, message) -> {
			});
			return (builder) -> builder.route("/twice", handler).route("/twice", handler);
		}

	}

	@Import(SubprotocolHandler.class)
	@ImportAutoConfiguration(AeroSocketServerAutoConfiguration.class)
	static class SubprotocolApplication {

	}

	@AeroSocketHandler(path = "/chat", subprotocols = "v1 chat")
	public static class SubprotocolHandler {

		@OnMessage
		public void on(String text) {
		}

	}

	@Import(PathHandler.class)
	@ImportAutoConfiguration(AeroSocketServerAutoConfiguration.class)
	static class PathApplication {

	}

	@AeroSocketHandler("/chat/{room")
	public static class PathHandler {

		@OnMessage
		public void on(String text) {
		}

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
