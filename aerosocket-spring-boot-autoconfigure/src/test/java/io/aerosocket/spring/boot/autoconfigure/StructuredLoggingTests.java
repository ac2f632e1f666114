package io.aerosocket.spring.boot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Execution;
import io.aerosocket.Handshake;
import io.aerosocket.HandshakeDecision;
import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.Message;
import io.aerosocket.server.AeroServer;
import io.aerosocket.server.AeroServerCustomizer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.HandlerExecution;
import io.aerosocket.spring.handler.OnClose;
import io.aerosocket.spring.handler.OnError;
import io.aerosocket.spring.handler.OnMessage;
import io.aerosocket.spring.handler.OnOpen;
import io.aerosocket.telemetry.LoggingContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Log lines name their connection, as Boot's structured logging writes them, and no line
 * names one that it has nothing to do with.
 */
@ExtendWith(OutputCaptureExtension.class)
class StructuredLoggingTests {

	private static final Queue<Map<String, String>> seen = new ConcurrentLinkedQueue<>();

	private final JsonMapper json = new JsonMapper();

	@TempDir
	private Path directory;

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		MDC.clear();
		seen.clear();
		if (this.context != null) {
			this.context.close();
		}
		// What Boot leaves behind would hold for the applications of other tests.
		for (LoggingSystemProperty property : LoggingSystemProperty.values()) {
			System.clearProperty(property.getEnvironmentVariableName());
		}
	}

	@ParameterizedTest(name = "{0}")
	@ValueSource(strings = { "loop", "worker", "virtual" })
	void everyCallbackLogsTheFields(String path) throws Exception {
		if (path.equals("virtual")) {
			assumeThat(Runtime.version().feature()).as("virtual threads need Java 21 or later")
				.isGreaterThanOrEqualTo(21);
		}
		start("--aerosocket.server.execution.mdc=true", "--logging.structured.format.file=ecs",
				"--spring.threads.virtual.enabled=" + path.equals("virtual"));
		try (TestClient client = connect("/" + path + "/7?user=ann")) {
			assertThat(client.send("hello").receive()).isEqualTo("hello");
			assertThat(client.send("fail").receive()).isEqualTo("handled");
			client.sendClose();
			for (String callback : List.of("opened", "message hello", "message fail", "error", "closed")) {
				JsonNode line = line(callback);
				assertThat(line.at("/log/logger").asString()).isEqualTo(Talk.class.getName());
				assertThat(line.at("/aerosocket/path").asString()).isEqualTo("/" + path + "/7");
				assertThat(line.at("/aerosocket/user").asString()).isEqualTo("ann");
				assertThat(line.at("/aerosocket/connection").asString()).isEqualTo(id());
			}
		}
	}

	@Test
	void theConsoleHasThemToo(CapturedOutput output) throws Exception {
		start("--aerosocket.server.execution.mdc=true", "--logging.structured.format.console=ecs");
		try (TestClient client = connect("/worker/7")) {
			client.send("hello").receive();
			String line = output.getOut()
				.lines()
				.filter((text) -> text.contains("message hello"))
				.findFirst()
				.orElseThrow();
			JsonNode fields = this.json.readTree(line);
			assertThat(fields.at("/aerosocket/connection").asString()).isEqualTo(id());
			assertThat(fields.at("/aerosocket/user").isMissingNode()).as("nobody said who it is").isTrue();
		}
	}

	@ParameterizedTest(name = "{0}")
	@ValueSource(strings = { "loop", "worker" })
	void theLineOfAnUnhandledErrorHasThem(String path) throws Exception {
		start("--aerosocket.server.execution.mdc=true", "--logging.structured.format.file=ecs");
		try (TestClient client = connect("/" + path + "/7?user=ann")) {
			assertThat(client.send("unhandled").receive()).startsWith("close 1011");
			JsonNode line = line("The handler of ");
			assertThat(line.at("/aerosocket/path").asString()).isEqualTo("/" + path + "/7");
			assertThat(line.at("/aerosocket/user").asString()).isEqualTo("ann");
			assertThat(line.at("/error/message").asString()).isEqualTo("nobody handles this");
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource({ "loop, /next-on-loop", "worker, /next-on-worker" })
	void theNextTaskOfTheThreadSeesNothing(String path, String next) throws Exception {
		start("--aerosocket.server.execution.mdc=true");
		try (TestClient client = connect("/" + path + "/7?user=ann"); TestClient other = connect(next)) {
			for (int i = 0; i < 3; i++) {
				assertThat(client.send("fail").receive()).isEqualTo("handled");
				assertThat(other.send("").receive()).isEqualTo("{}");
			}
		}
	}

	@ParameterizedTest(name = "{0}")
	@ValueSource(strings = { "loop", "worker" })
	void nothingIsSetUnlessAskedFor(String path) throws Exception {
		start();
		try (TestClient client = connect("/" + path + "/7?user=ann")) {
			client.send("hello").receive();
			assertThat(seen).isNotEmpty().allSatisfy((fields) -> assertThat(fields).isEmpty());
		}
	}

	@Test
	void whatACallerHadThereIsRestored() {
		MDC.put("request", "17");
		MDC.put(LoggingContext.CONNECTION, "outer");
		MDC.put(LoggingContext.USER, "bob");
		Object previous = LoggingContext.enter(connection(null));
		assertThat(MDC.getCopyOfContextMap()).containsOnly(Map.entry("request", "17"),
				Map.entry(LoggingContext.CONNECTION, "inner"), Map.entry(LoggingContext.PATH, "/inner"));
		LoggingContext.leave(previous);
		assertThat(MDC.getCopyOfContextMap()).containsOnly(Map.entry("request", "17"),
				Map.entry(LoggingContext.CONNECTION, "outer"), Map.entry(LoggingContext.USER, "bob"));
	}

	@Test
	void aUserCannotBeginALineOfItsOwn() {
		Object previous = LoggingContext.enter(connection("eve\n2026-01-01 ERROR forged\u001b[2J"));
		assertThat(MDC.get(LoggingContext.USER)).isEqualTo("eve?2026-01-01 ERROR forged?[2J");
		LoggingContext.leave(previous);
		assertThat(MDC.get(LoggingContext.USER)).isNull();
	}

	private static Connection connection(String user) {
		Handshake handshake = mock(Handshake.class);
		given(handshake.path()).willReturn("/inner");
		given(handshake.principal()).willReturn((user != null) ? () -> user : null);
		Connection connection = mock(Connection.class);
		given(connection.id()).willReturn("inner");
		given(connection.handshake()).willReturn(handshake);
		return connection;
	}

	private JsonNode line(String message) {
		return await()
			.until(() -> lines().filter((line) -> line.path("message").asString("").startsWith(message)).findFirst(),
					Optional::isPresent)
			.orElseThrow();
	}

	private Stream<JsonNode> lines() throws IOException {
		return Files.readAllLines(this.directory.resolve("log")).stream().map(this.json::readTree);
	}

	private String id() {
		return seen.element().get(LoggingContext.CONNECTION);
	}

	private TestClient connect(String path) {
		return TestClient.connect(this.context.getBean(AeroServer.class).port(), path);
	}

	private void start(String... arguments) {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("aerosocket.server.port=0", "aerosocket.server.event-loops=1",
					"aerosocket.server.execution.worker-threads=1", "spring.main.banner-mode=off",
					"logging.file.name=" + this.directory.resolve("log"))
			.run(arguments);
	}

	@ImportAutoConfiguration(AeroSocketServerAutoConfiguration.class)
	@Import({ LoopHandler.class, WorkerHandler.class, VirtualHandler.class })
	static class Application {

		@Bean
		HandshakeInterceptor users() {
			return (handshake) -> {
				List<String> user = handshake.queryParameters().get("user");
				return (user != null) ? HandshakeDecision.accept(() -> user.get(0)).now()
						: HandshakeDecision.accept().now();
			};
		}

		@Bean
		AeroServerCustomizer plainRoutes() {
			return (server) -> server.route("/next-on-loop", next(Execution.EVENT_LOOP))
				.route("/next-on-worker", next(Execution.WORKER));
		}

		private static ConnectionHandler next(Execution execution) {
			return new ConnectionHandler() {

				@Override
				public CompletionStage<?> onMessage(Connection connection, Message message) {
					Map<String, String> fields = MDC.getCopyOfContextMap();
					connection.sendText(String.valueOf((fields != null) ? fields : Map.of()));
					return null;
				}

				@Override
				public Execution execution(Event event) {
					return execution;
				}

			};
		}

	}

	/**
	 * Logs each callback.
	 */
	static class Talk {

		private static final Logger logger = LoggerFactory.getLogger(Talk.class);

		@OnOpen
		void open() {
			log("opened");
		}

		@OnMessage
		String on(String text) {
			log("message " + text);
			switch (text) {
				case "fail" -> throw new IllegalArgumentException("as asked");
				case "unhandled" -> throw new IllegalStateException("nobody handles this");
				default -> {
					return text;
				}
			}
		}

		@OnError
		String failed(IllegalArgumentException error) {
			log("error");
			return "handled";
		}

		@OnClose
		void close() {
			log("closed");
		}

		private static void log(String event) {
			Map<String, String> fields = MDC.getCopyOfContextMap();
			seen.add((fields != null) ? fields : Map.of());
			logger.info(event);
		}

	}

	@AeroSocketHandler(path = "/loop/{id}", execution = HandlerExecution.EVENT_LOOP)
	static class LoopHandler extends Talk {

	}

	@AeroSocketHandler(path = "/worker/{id}", execution = HandlerExecution.WORKER)
	static class WorkerHandler extends Talk {

	}

	/**
	 * On a virtual thread where the application uses them.
	 */
	@AeroSocketHandler("/virtual/{id}")
	static class VirtualHandler extends Talk {

	}

}
