package io.aerosocket.spring.boot.autoconfigure;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnError;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers in an application with {@code @EnableAsync}.
 */
class AsyncHandlerTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(AeroSocketServerAutoConfiguration.class, TaskExecutionAutoConfiguration.class))
		.withUserConfiguration(AsyncConfiguration.class)
		.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.event-loops=1");

	@Test
	void completableFutureKeepsOrderAndErrors() {
		this.contextRunner.withBean(FutureHandler.class).run((context) -> {
			int port = context.getBean(AeroServer.class).port();
			try (TestClient client = TestClient.connect(port, "/future")) {
				client.send("1").send("fail").send("").send("2");
				assertThat(client.receive()).startsWith("1 on task-");
				assertThat(client.receive()).isEqualTo("failed: no");
				assertThat(client.receive()).startsWith("2 on task-");
			}
		});
	}

	@Test
	void whatOthersWouldNotWaitForIsRefused() {
		this.contextRunner.withBean(VoidHandler.class)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("method void on(String): it is @Async")
				.hasStackTraceContaining("aerosocket.server.execution.mode"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	static class AsyncConfiguration {

	}

	@AeroSocketHandler("/future")
	static class FutureHandler {

		@Async
		@OnMessage
		CompletableFuture<Optional<String>> on(String text) {
			if (text.equals("fail")) {
				throw new IllegalStateException("no");
			}
			return CompletableFuture.completedFuture(
					Optional.of(text + " on " + Thread.currentThread().getName()).filter((reply) -> !text.isEmpty()));
		}

		@OnError
		String failed(IllegalStateException ex) {
			return "failed: " + ex.getMessage();
		}

	}

	@AeroSocketHandler("/void")
	static class VoidHandler {

		@Async
		@OnMessage
		void on(String text) {
		}

	}

}
