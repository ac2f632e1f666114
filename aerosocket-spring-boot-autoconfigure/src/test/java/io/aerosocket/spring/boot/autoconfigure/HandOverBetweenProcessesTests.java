package io.aerosocket.spring.boot.autoconfigure;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

import io.aerosocket.client.AeroClient;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A new process takes the port of an old one, while clients ask and are answered all the
 * time: nobody is refused, and whatever was taken is answered.
 * <p>
 * With {@code -Daerosocket.handover.clients=2000} there are more of them.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "only there a port is shared")
class HandOverBetweenProcessesTests {

	private static final int CLIENTS = Integer.getInteger("aerosocket.handover.clients", 200);

	private static final Duration DEADLINE = Duration.ofSeconds(120);

	private static final Pattern PORT = Pattern.compile("AeroSocket started on port (\\d+)");

	private static final Pattern HANDLED = Pattern.compile("handled (\\d+)");

	@TempDir
	private Path directory;

	@Test
	void nobodyIsRefusedAndNothingIsLost() throws Exception {
		try (AeroClient client = AeroClient.create(); ForkedApplication old = start("old", 0)) {
			int port = port(old);
			URI uri = URI.create("ws://127.0.0.1:" + port + "/ask");
			List<AskingClient> clients = IntStream.range(0, CLIENTS)
				.mapToObj((number) -> new AskingClient(client, uri, number))
				.toList();
			clients.forEach(AskingClient::connect);
			awaitAll(clients, (asking) -> asking.answered() >= 5);
			try (ForkedApplication successor = start("new", port)) {
				assertThat(port(successor)).isEqualTo(port);
				long began = System.nanoTime();
				assertThat(old.terminate()).isEqualTo(143);
				Duration took = Duration.ofNanos(System.nanoTime() - began);
				List<Integer> before = clients.stream().map(AskingClient::answered).toList();
				awaitAll(clients, (asking) -> asking.answered() >= before.get(asking.number()) + 5);
				clients.forEach(AskingClient::finish);
				awaitAll(clients, AskingClient::isFinished);
				assertThat(successor.terminate()).isEqualTo(143);
				report(clients, took, handled(old), handled(successor));
			}
		}
	}

	private static void report(List<AskingClient> clients, Duration took, long byOld, long byNew) {
		AtomicLong asked = new AtomicLong();
		AtomicLong answered = new AtomicLong();
		clients.forEach((client) -> {
			asked.addAndGet(client.asked());
			answered.addAndGet(client.answered());
		});
		System.out.printf(
				"%d clients: %d messages handled by the old process and %d by the new one, %d answered, "
						+ "%d connections moved, %d times refused, %d asked again, longest pause %d ms, "
						+ "old process gone after %d ms%n",
				clients.size(), byOld, byNew, answered.get(), clients.stream().mapToInt(AskingClient::moves).sum(),
				clients.stream().mapToInt(AskingClient::refusals).sum(), asked.get() - answered.get(),
				clients.stream().mapToLong(AskingClient::longestPauseMillis).max().orElse(0), took.toMillis());
		assertThat(clients).allSatisfy((client) -> {
			assertThat(client.faults()).isEmpty();
			assertThat(client.refusals()).isZero();
			assertThat(client.hints()).as("what the old process said").allMatch(Duration.ZERO::equals);
		});
		assertThat(byOld).as("whoever is handed over asked the old one before").isPositive();
		assertThat(byNew).isPositive();
		assertThat(byOld + byNew).as("what was handled was answered, and the answer arrived").isEqualTo(answered.get());
	}

	private static void awaitAll(List<AskingClient> clients, Predicate<AskingClient> condition) {
		Awaitility.await()
			.atMost(DEADLINE)
			.failFast(() -> clients.forEach((client) -> assertThat(client.faults()).isEmpty()))
			.until(() -> clients.stream().allMatch(condition));
	}

	private ForkedApplication start(String name, int port) throws Exception {
		return ForkedApplication.start(Application.class, Files.createDirectory(this.directory.resolve(name)),
				"--spring.main.web-application-type=none", "--aerosocket.server.port=" + port,
				"--aerosocket.server.reuse-port=true", "--aerosocket.server.shutdown.drain-window=3s",
				"--aerosocket.server.shutdown.retry-after=0", "--spring.devtools.restart.enabled=false");
	}

	private static int port(ForkedApplication application) {
		return Integer.parseInt(application.await(PORT, 1).group(1));
	}

	private static long handled(ForkedApplication application) {
		return Long.parseLong(application.await(HANDLED, 1).group(1));
	}

	@EnableAutoConfiguration
	@Import(AskHandler.class)
	public static class Application {

		public static void main(String[] args) {
			SpringApplication.run(Application.class, args);
		}

	}

	@AeroSocketHandler("/ask")
	static class AskHandler implements DisposableBean {

		private final AtomicLong handled = new AtomicLong();

		@OnMessage
		String on(String text) {
			this.handled.incrementAndGet();
			return "answer to " + text;
		}

		@Override
		public void destroy() {
			System.out.println("handled " + this.handled.get());
		}

	}

}
