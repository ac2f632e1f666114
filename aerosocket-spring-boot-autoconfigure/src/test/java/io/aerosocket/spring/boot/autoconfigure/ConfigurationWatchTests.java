package io.aerosocket.spring.boot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real file that changes while the application runs.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConfigurationWatchTests {

	private static final String LOGGER = "io.example.watched";

	@TempDir
	private Path directory;

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@Test
	void aChangeHoldsForOpenConnections() throws Exception {
		write("application.yml", yaml("max: 50"));
		start();
		try (TestClient client = TestClient.connect(server().port(), "/echo")) {
			assertThat(client.send("before").receive()).isEqualTo("before");
			write("application.yml", yaml("max: 60") + "  message:\n    max-size: 1KB\n");
			awaitMaxConnections(60);
			assertThat(client.send("after").receive()).isEqualTo("after");
			assertThat(client.send("x".repeat(2000)).receive()).startsWith("close 1009");
		}
		assertThat(this.context.getEnvironment().getProperty("aerosocket.server.connection.max")).isEqualTo("60");
	}

	@Test
	void whatIsInvalidIsSaidAndChangesNothing(CapturedOutput output) throws Exception {
		write("application.yml", yaml("max: 50"));
		start();
		write("application.yml", yaml("max: 60") + "  message:\n    max-size: huge\n");
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(output).contains("aerosocket.server.message.max-size")
				.contains("everything stays as it was")
				.contains("application.yml"));
		assertThat(server().options().maxConnections()).isEqualTo(50);
		assertThat(this.context.getEnvironment().getProperty("aerosocket.server.connection.max")).isEqualTo("50");
		write("application.yml", "aerosocket: [");
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(output).contains("while parsing"));
		write("application.yml", yaml("mux: 60"));
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(output).contains("Did you mean aerosocket.server.connection.max"));
		write("application.yml", yaml("max: 61"));
		awaitMaxConnections(61);
		assertThat(output.getOut().lines().filter((line) -> line.contains("ERROR"))).hasSize(3);
	}

	@Test
	void whatCannotChangeIsSaidAndTheRestChanges(CapturedOutput output) throws Exception {
		write("application.yml", yaml("max: 50"));
		start();
		int port = server().port();
		write("application.yml", yaml("max: 60") + "  port: 4711\n  backlog: 7\n");
		awaitMaxConnections(60);
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(output)
				.contains("aerosocket.server.port cannot be changed from 0 to 4711 while the server runs")
				.contains("aerosocket.server.backlog cannot be changed from 4096 to 7"));
		assertThat(server().port()).isEqualTo(port);
		write("application.yml", yaml("max: 61") + "  port: 4711\n  backlog: 7\n");
		awaitMaxConnections(61);
		assertThat(output.getOut().lines().filter((line) -> line.contains("4711"))).as("said once").hasSize(1);
	}

	@Test
	void levelsOfLoggersChangeToo() throws Exception {
		write("application.properties", properties(50) + "logging.level." + LOGGER + "=debug\n");
		start();
		assertThat(LoggerFactory.getLogger(LOGGER).isDebugEnabled()).isTrue();
		write("application.properties", properties(60) + "logging.level." + LOGGER + "=error\n");
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(LoggerFactory.getLogger(LOGGER).isWarnEnabled()).isFalse());
		write("application.properties", properties(61));
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(LoggerFactory.getLogger(LOGGER).isWarnEnabled()).isTrue());
	}

	@Test
	void anInvalidLevelChangesNothing(CapturedOutput output) throws Exception {
		write("application.properties", properties(50));
		start();
		write("application.properties", properties(60) + "logging.level." + LOGGER + "=loud\n");
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(output).contains("logging.level." + LOGGER)
				.contains("It must be one of trace, debug"));
		assertThat(server().options().maxConnections()).isEqualTo(50);
	}

	@Test
	void whatWasChangedByHandGoesBeforeTheFile() throws Exception {
		write("application.properties", properties(50));
		start();
		this.context.getBean(AeroSocketSettings.class)
			.change(Map.of("aerosocket.server.connection.max", "55"), "tests");
		write("application.properties", properties(60) + "aerosocket.server.message.max-fragments=9\n");
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(server().options().connection().maxFragments()).isEqualTo(9));
		assertThat(server().options().maxConnections()).isEqualTo(55);
	}

	@Test
	void profilesAreThoseOfTheStart() throws Exception {
		write("application.properties", properties(50));
		write("application-blue.properties", "aerosocket.server.connection.max=51\n");
		start("--spring.profiles.active=blue");
		assertThat(server().options().maxConnections()).isEqualTo(51);
		write("application-blue.properties", "aerosocket.server.connection.max=52\n");
		awaitMaxConnections(52);
		write("application.properties", properties(60) + "aerosocket.server.message.max-fragments=9\n");
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(server().options().connection().maxFragments()).isEqualTo(9));
		assertThat(server().options().maxConnections()).isEqualTo(52);
	}

	@Test
	void aDirectoryThatIsExchangedIsNoticed() throws Exception {
		// As Kubernetes updates a mounted ConfigMap.
		Path first = Files.createDirectory(this.directory.resolve("..first"));
		Path second = Files.createDirectory(this.directory.resolve("..second"));
		Files.writeString(first.resolve("application.properties"), properties(50));
		Files.writeString(second.resolve("application.properties"), properties(60));
		Files.createSymbolicLink(this.directory.resolve("..data"), first.getFileName());
		Files.createSymbolicLink(this.directory.resolve("application.properties"),
				Path.of("..data", "application.properties"));
		start();
		Path fresh = Files.createSymbolicLink(this.directory.resolve("..data_tmp"), second.getFileName());
		Files.move(fresh, this.directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE,
				StandardCopyOption.REPLACE_EXISTING);
		awaitMaxConnections(60);
	}

	@Test
	void aFileThatComesLaterIsTakenOver(CapturedOutput output) throws Exception {
		start();
		assertThat(output).contains("for configuration files, of which there are none yet");
		write("application.properties", properties(50));
		awaitMaxConnections(50);
		write("application.properties", properties(60));
		awaitMaxConnections(60);
		assertThat(this.context.getEnvironment().getProperty("aerosocket.server.connection.max")).isEqualTo("60");
		Files.delete(this.directory.resolve("application.properties"));
		awaitMaxConnections(100_000);
	}

	@Test
	void aMountedDirectoryThatIsFilledLaterIsTakenOver() throws Exception {
		start();
		Path first = Files.createDirectory(this.directory.resolve("..first"));
		Files.writeString(first.resolve("application.properties"), properties(50));
		Files.createSymbolicLink(this.directory.resolve("..data"), first.getFileName());
		Files.createSymbolicLink(this.directory.resolve("application.properties"),
				Path.of("..data", "application.properties"));
		awaitMaxConnections(50);
		Path second = Files.createDirectory(this.directory.resolve("..second"));
		Files.writeString(second.resolve("application.properties"), properties(60));
		Path fresh = Files.createSymbolicLink(this.directory.resolve("..data_tmp"), second.getFileName());
		Files.move(fresh, this.directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE,
				StandardCopyOption.REPLACE_EXISTING);
		awaitMaxConnections(60);
	}

	@Test
	void whatComesLaterStandsBehindTheArguments() throws Exception {
		start("--aerosocket.server.connection.max=40");
		write("application.properties", properties(50) + "aerosocket.server.message.max-fragments=9\n");
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(server().options().connection().maxFragments()).isEqualTo(9));
		assertThat(server().options().maxConnections()).isEqualTo(40);
	}

	@Test
	void withoutADirectoryThereIsAWarning(CapturedOutput output) throws Exception {
		Files.delete(this.directory);
		start();
		assertThat(output).contains("there is no configuration file outside of the jar, nor a directory");
		assertThat(this.context.getBean(ConfigurationWatch.class).isRunning()).isFalse();
		Files.createDirectory(this.directory);
	}

	@Test
	void nothingIsWatchedUnlessAskedFor() throws Exception {
		write("application.properties", properties(50));
		start("--aerosocket.reload.watch=false");
		assertThat(this.context.getBean(ConfigurationWatch.class).isRunning()).isFalse();
	}

	@Test
	void theWatchEndsWithTheApplication() throws Exception {
		write("application.properties", properties(50));
		start();
		this.context.close();
		await().atMost(Duration.ofSeconds(10))
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("aerosocket-configuration-watch")));
	}

	private void start(String... arguments) {
		String[] all = new String[arguments.length + 5];
		all[0] = "--spring.config.location=optional:file:" + this.directory + "/";
		all[1] = "--aerosocket.reload.quiet-period=20ms";
		all[2] = "--aerosocket.server.event-loops=1";
		all[3] = "--spring.main.banner-mode=off";
		all[4] = (arguments.length > 0 && arguments[0].contains("watch")) ? "--debug=false"
				: "--aerosocket.reload.watch=true";
		System.arraycopy(arguments, 0, all, 5, arguments.length);
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("aerosocket.server.port=0")
			.run(all);
	}

	private AeroServer server() {
		return this.context.getBean(AeroServer.class);
	}

	private void awaitMaxConnections(int connections) {
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(server().options().maxConnections()).isEqualTo(connections));
	}

	private static String yaml(String connection) {
		return "aerosocket:\n server:\n  connection:\n    " + connection + "\n";
	}

	private static String properties(int connections) {
		return "aerosocket.server.connection.max=" + connections + "\n";
	}

	private void write(String name, String content) throws IOException {
		Files.writeString(this.directory.resolve(name), content);
	}

	@ImportAutoConfiguration({ AeroSocketServerAutoConfiguration.class, AeroSocketReloadAutoConfiguration.class })
	@Import(EchoHandler.class)
	static class Application {

	}

	@AeroSocketHandler("/echo")
	static class EchoHandler {

		@OnMessage
		String on(String text) {
			return text;
		}

	}

}
