package io.aerosocket.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.task.AsyncTaskExecutor;

import io.aerosocket.CloseReason;
import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnClose;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link AeroSocketServerLifecycle}.
 */
class AeroSocketServerLifecycleTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class,
				TaskExecutionAutoConfiguration.class, LifecycleAutoConfiguration.class))
		.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.event-loops=1",
				"aerosocket.server.shutdown.grace-period=5s", "aerosocket.server.shutdown.drain-window=0s");

	@Test
	void executorIsAliveWhileConnectionsDrain() throws Exception {
		CompletableFuture<String> closed = new CompletableFuture<>();
		TestClient[] client = new TestClient[1];
		this.contextRunner.withBean(WorkingHandler.class)
			.withBean(CompletableFuture.class, () -> closed)
			.run((context) -> {
				client[0] = TestClient.connect(port(context), "/working");
				assertThat(client[0].send("hi").receive()).isEqualTo("hi");
			});
		assertThat(closed.get(1, TimeUnit.SECONDS)).isEqualTo("worked after 1001");
		assertThat(client[0].receive()).startsWith("close 1001");
	}

	@Test
	void eventsComeInOrder() {
		Events events = new Events();
		this.contextRunner.withBean(Events.class, () -> events)
			.run((context) -> assertThat(events.names).containsExactly("started " + port(context)));
		assertThat(events.names).hasSize(3).endsWith("REFUSING_TRAFFIC", "stopped 0");
	}

	@Test
	void stoppedEventCountsCutConnections() {
		Events events = new Events();
		this.contextRunner.withPropertyValues("aerosocket.server.shutdown.grace-period=0s")
			.withBean(Events.class, () -> events)
			.withBean(WorkingHandler.class)
			.withBean(CompletableFuture.class, CompletableFuture::new)
			.run((context) -> {
				TestClient client = TestClient.connect(port(context), "/working");
				client.send("hi").receive();
			});
		assertThat(events.names).endsWith("stopped 1");
	}

	@Test
	void startsLastAndStopsFirst() {
		this.contextRunner.run((context) -> {
			SmartLifecycle lifecycle = context.getBean(AeroSocketServerLifecycle.class);
			assertThat(lifecycle.getPhase()).isEqualTo(Integer.MAX_VALUE);
			assertThat(lifecycle.isRunning()).isTrue();
			assertThat(lifecycle.isPauseable()).isFalse();
		});
	}

	@Test
	void shutdownPhaseIsAsLongAsTheGracePeriod() {
		this.contextRunner.withPropertyValues("aerosocket.server.shutdown.grace-period=45s")
			.run((context) -> assertThat(context.getBean(DefaultLifecycleProcessor.class))
				.extracting("timeoutsForShutdownPhases")
				.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.map(Integer.class, Long.class))
				.containsEntry(Integer.MAX_VALUE, 50_000L));
	}

	@Test
	void longerConfiguredPhaseIsKept() {
		this.contextRunner
			.withPropertyValues("aerosocket.server.shutdown.grace-period=45s",
					"spring.lifecycle.timeout-per-shutdown-phase=2m")
			.run((context) -> assertThat(context.getBean(DefaultLifecycleProcessor.class))
				.extracting("timeoutsForShutdownPhases")
				.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.map(Integer.class, Long.class))
				.isEmpty());
	}

	@Test
	void threadKeepsTheApplicationAlive() {
		String[] name = new String[1];
		this.contextRunner.run((context) -> {
			name[0] = "aerosocket-await-" + port(context);
			assertThat(thread(name[0])).isNotNull().satisfies((thread) -> assertThat(thread.isDaemon()).isFalse());
		});
		await().atMost(Duration.ofSeconds(5)).until(() -> thread(name[0]) == null);
	}

	@Test
	void parentContextsKnowThePort() {
		new ApplicationContextRunner().run((parent) -> this.contextRunner.withParent(parent)
			.run((context) -> assertThat(parent.getEnvironment().getProperty("local.aerosocket.port", Integer.class))
				.isEqualTo(port(context))));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void handlersBelowAParentWithTheServerAreWarnedOf(CapturedOutput output) {
		this.contextRunner.run((parent) -> {
			this.contextRunner.withParent(parent).run((context) -> assertThat(output).doesNotContain("not served"));
			this.contextRunner.withParent(parent)
				.withBean("below", Echo.class)
				.run((context) -> assertThat(output).contains("The @AeroSocketHandler beans 'below' are not served"));
		});
	}

	private static int port(ApplicationContext context) {
		return context.getBean(AeroServer.class).port();
	}

	private static Thread thread(String name) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals(name))
			.findFirst()
			.orElse(null);
	}

	@AeroSocketHandler("/working")
	public static class WorkingHandler {

		private final AsyncTaskExecutor executor;

		private final CompletableFuture<String> closed;

		WorkingHandler(AsyncTaskExecutor executor, CompletableFuture<String> closed) {
			this.executor = executor;
			this.closed = closed;
		}

		@OnMessage
		public String on(String text) {
			return text;
		}

		@OnClose
		public void close(CloseReason reason) throws Exception {
			this.closed.complete(this.executor.submit(() -> "worked after " + reason.code()).get());
		}

	}

	static class Events {

		private final List<String> names = new CopyOnWriteArrayList<>();

		@EventListener
		void on(AeroSocketServerStartedEvent event) {
			this.names.add("started " + event.getPort());
		}

		@EventListener
		void on(AvailabilityChangeEvent<?> event) {
			this.names.add(event.getState().toString());
		}

		@EventListener
		void on(AeroSocketServerStoppedEvent event) {
			this.names.add("stopped " + event.getCutConnections());
		}

	}

	@AeroSocketHandler("/echo")
	static class Echo {

		@OnMessage
		String on(String text) {
			return text;
		}

	}

}
