package io.aerosocket.spring.boot.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An operator who asks twice for the end does not wait for the whole grace period.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "processes there are not asked by signals")
class RepeatedSignalTests {

	private static final Pattern PORT = Pattern.compile("AeroSocket started on port (\\d+)");

	private static final Pattern DRAINING = Pattern.compile("Closing 1 connections, which have 900 s");

	private static final Pattern HURRIED = Pattern.compile("Asked to hurry: telling the 1 connections that are left");

	@TempDir
	private Path directory;

	@Test
	void theSecondSignalHurriesAndTheThirdCuts() throws Exception {
		try (ForkedApplication application = start();
				TestClient client = TestClient.connect(port(application), "/never")) {
			client.send("keep the connection busy");
			application.await(Pattern.compile("handling"), 1);
			application.signal();
			application.await(DRAINING, 1);
			application.signal();
			application.await(HURRIED, 1);
			assertThat(application.terminate()).isEqualTo(143);
			assertThat(application.output()).contains("AeroSocket stopped, 1 connections had to be cut");
		}
	}

	@Test
	void whoeverHeardTheSignalBeforeHearsItStill() throws Exception {
		try (ForkedApplication application = start("--ops.close-first=true");
				TestClient client = TestClient.connect(port(application), "/never")) {
			client.send("keep the connection busy");
			application.await(DRAINING, 1);
			// The application closes its context by itself; this is the first signal.
			application.signal();
			application.await(HURRIED, 1);
			assertThat(application.terminate()).isEqualTo(143);
		}
	}

	private ForkedApplication start(String... arguments) throws Exception {
		Path classes = Files.createDirectory(this.directory.resolve("classes"));
		String[] all = new String[arguments.length + 5];
		System.arraycopy(new String[] { "--spring.main.web-application-type=none", "--aerosocket.server.port=0",
				"--spring.devtools.restart.enabled=false", "--aerosocket.server.shutdown.grace-period=15m",
				"--aerosocket.server.connection.close-timeout=10m" }, 0, all, 0, 5);
		System.arraycopy(arguments, 0, all, 5, arguments.length);
		return ForkedApplication.start(Application.class, classes, all);
	}

	private static int port(ForkedApplication application) {
		return Integer.parseInt(application.await(PORT, 1).group(1));
	}

	@EnableAutoConfiguration
	@Import(NeverHandler.class)
	public static class Application {

		public static void main(String[] args) throws InterruptedException {
			var context = SpringApplication.run(Application.class, args);
			if (context.getEnvironment().getProperty("ops.close-first", Boolean.class, false)) {
				NeverHandler.called.await();
				context.close();
			}
		}

	}

	@AeroSocketHandler("/never")
	static class NeverHandler {

		private static final CountDownLatch called = new CountDownLatch(1);

		@OnMessage
		void on(String text) throws InterruptedException {
			System.out.println("handling");
			called.countDown();
			new CountDownLatch(1).await();
		}

	}

}
