package io.aerosocket.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.aerosocket.Connection;
import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;
import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.HandlerExecution;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Messages are in the log where that was asked for, and nowhere else.
 */
class TrafficLogTests {

	private static final String PROPERTY = "aerosocket.server.traffic-log.";

	private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			event.prepareForDeferredProcessing();
			TrafficLogTests.this.events.add(event);
		}

	};

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class))
		.withUserConfiguration(EchoHandler.class, LoopHandler.class, ThreeHandler.class)
		.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.event-loops=1");

	@BeforeEach
	void listen() {
		this.appender.start();
		root().addAppender(this.appender);
	}

	@AfterEach
	void leave() {
		root().detachAppender(this.appender);
		logger().setLevel(null);
	}

	@Test
	void nothingIsLoggedUnlessAskedFor() {
		this.contextRunner.run((context) -> {
			talk(port(context.getBean(AeroServer.class)), "/echo/tea");
			assertThat(lines()).isEmpty();
			assertThat(this.events).noneMatch((event) -> event.getFormattedMessage().contains("hidden"));
		});
	}

	@Test
	void everyMessageIsLoggedMaskedAndInOneLine() {
		this.contextRunner.withPropertyValues(PROPERTY + "enabled=true").run((context) -> {
			String id = talk(port(context.getBean(AeroServer.class)), "/echo/tea");
			String to = id + " /echo/tea: ";
			await().untilAsserted(() -> assertThat(lines()).containsExactly(
					"in text 28 bytes, " + to + "{\"password\":***,\\n\"a\":1}",
					"out text 28 bytes, " + to + "{\"password\":***,\\n\"a\":1}", "in binary 2 bytes, " + to + "0a ff",
					"out binary 2 bytes, " + to + "0a ff", "in close 1000 0 bytes, " + id + " /echo/tea:",
					"out close 1000 0 bytes, " + id + " /echo/tea:"));
			assertThat(traffic())
				.allSatisfy((event) -> assertThat(event.getMDCPropertyMap()).containsEntry("aerosocket.connection", id)
					.containsEntry("aerosocket.path", "/echo/tea"));
		});
	}

	@Test
	void whatTheEventLoopSendsAndWhatGoesToManyIsLogged() {
		this.contextRunner.withPropertyValues(PROPERTY + "enabled=true", "aerosocket.server.compression.mode=shared")
			.run((context) -> {
				AeroServer server = context.getBean(AeroServer.class);
				try (TestClient client = TestClient.connect(port(server), "/loop")) {
					client.send("direct").receive();
					server.connections().broadcast(PreparedMessage.text("to all"), (connection) -> true);
					assertThat(client.receive()).isEqualTo("to all");
					await().untilAsserted(() -> assertThat(lines()).anyMatch((line) -> line.endsWith(": direct"))
						.anyMatch((line) -> line.startsWith("out text 6 bytes") && line.endsWith(": to all")));
				}
			});
	}

	@Test
	void whatGoesOutTogetherIsLoggedOneByOne() {
		this.contextRunner.withPropertyValues(PROPERTY + "enabled=true").run((context) -> {
			try (TestClient client = TestClient.connect(port(context.getBean(AeroServer.class)), "/three")) {
				client.send("third").receive();
				await().untilAsserted(() -> assertThat(lines().stream()
					.filter((line) -> line.startsWith("out"))
					.map((line) -> line.substring(line.lastIndexOf(' ') + 1)))
					.containsExactly("first", "second", "third"));
			}
		});
	}

	@Test
	void directionPathsAndSizeAreChosen() {
		this.contextRunner
			.withPropertyValues(PROPERTY + "enabled=true", PROPERTY + "direction=in", PROPERTY + "max-payload=4B",
					PROPERTY + "paths=/echo/tea,/loop")
			.run((context) -> {
				int port = port(context.getBean(AeroServer.class));
				talk(port, "/echo/rum");
				String id = talk(port, "/echo/tea");
				await().untilAsserted(() -> assertThat(lines()).hasSize(3));
				assertThat(lines()).first().isEqualTo("in text 28 bytes, " + id + " /echo/tea: {\"pa (24 bytes more)");
			});
	}

	@Test
	void itIsSwitchedOnAndOffWhileConnectionsAreOpen() {
		this.contextRunner.run((context) -> {
			AeroSocketSettings settings = context.getBean(AeroSocketSettings.class);
			try (TestClient client = TestClient.connect(port(context.getBean(AeroServer.class)), "/loop")) {
				client.send("before").receive();
				settings.change(Map.of(PROPERTY + "enabled", "true"), "tests");
				client.send("during").receive();
				settings.change(Map.of(PROPERTY + "enabled", "false"), "tests");
				client.send("after").receive();
				assertThat(lines()).hasSize(2).allMatch((line) -> line.endsWith(": during"));
			}
			assertThat(notices()).containsExactly(
					"WARN Messages that are received and sent are written to the log io.aerosocket.traffic, with up to "
							+ "1024 bytes of their payload, of all paths. That is for finding faults: it is slow, and "
							+ "others read what peers say. See aerosocket.server.traffic-log.enabled "
							+ "(ConnectionOptions.trafficLog without Spring)",
					"INFO Messages are not written to the log io.aerosocket.traffic any more");
		});
	}

	@Test
	void theStartSaysThatItIsOnAndAQuietLoggerKeepsQuiet() {
		logger().setLevel(Level.WARN);
		this.contextRunner.withPropertyValues(PROPERTY + "enabled=true").run((context) -> {
			assertThat(notices()).hasSize(1).allMatch((notice) -> notice.startsWith("WARN "));
			talk(port(context.getBean(AeroServer.class)), "/echo/tea");
			assertThat(lines()).isEmpty();
		});
	}

	@Test
	void aPathThatNobodyServesStopsTheStart() {
		this.contextRunner.withPropertyValues(PROPERTY + "enabled=true", PROPERTY + "paths=/ecco/{name}")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("aerosocket.server.traffic-log.paths")
				.hasStackTraceContaining("[/echo/{name}, /loop, /three], or a path that one of them matches"));
	}

	private static String talk(int port, String path) throws InterruptedException {
		try (TestClient client = TestClient.connect(port, path)) {
			client.send("{\"password\":\"hidden\",\n\"a\":1}").receive();
			client.send(new byte[] { 10, -1 }).receive();
			String id = EchoHandler.last;
			client.sendClose();
			assertThat(client.receive()).startsWith("close 1000");
			return id;
		}
	}

	private static int port(AeroServer server) {
		return server.port();
	}

	private List<String> lines() {
		return traffic().stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	private List<ILoggingEvent> traffic() {
		return new ArrayList<>(
				this.events.stream().filter((event) -> event.getLoggerName().equals("io.aerosocket.traffic")).toList());
	}

	private List<String> notices() {
		return this.events.stream()
			.filter((event) -> event.getLoggerName().equals(AeroServer.class.getName()))
			.map((event) -> event.getLevel() + " " + event.getFormattedMessage())
			.filter((line) -> line.contains("io.aerosocket.traffic"))
			.toList();
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger("io.aerosocket.traffic");
	}

	private static Logger root() {
		return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
	}

	@AeroSocketHandler("/echo/{name}")
	static class EchoHandler {

		private static volatile String last;

		@OnMessage
		String text(String text, Connection connection) {
			last = connection.id();
			return text;
		}

		@OnMessage
		byte[] binary(byte[] data) {
			return data;
		}

	}

	@AeroSocketHandler(path = "/loop", execution = HandlerExecution.EVENT_LOOP)
	static class LoopHandler {

		@OnMessage
		String text(String text) {
			return text;
		}

	}

	@AeroSocketHandler(path = "/three", execution = HandlerExecution.EVENT_LOOP)
	static class ThreeHandler {

		@OnMessage
		Message message(Message message, Connection connection) {
			connection.sendText("first");
			connection.sendText("second");
			return message;
		}

	}

}
