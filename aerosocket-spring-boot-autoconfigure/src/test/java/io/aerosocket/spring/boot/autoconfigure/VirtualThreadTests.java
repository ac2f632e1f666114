package io.aerosocket.spring.boot.autoconfigure;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for handlers on virtual threads.
 */
class VirtualThreadTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class))
		.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.event-loops=1")
		.withUserConfiguration(ThreadHandler.class);

	@BeforeEach
	void assumeVirtualThreads() {
		assumeThat(Runtime.version().feature()).as("virtual threads need Java 21 or later").isGreaterThanOrEqualTo(21);
	}

	@Test
	void usedWhenTheApplicationUsesThem() {
		runsOnVirtualThread("spring.threads.virtual.enabled=true");
	}

	@Test
	void usedWhenAskedFor() {
		runsOnVirtualThread("aerosocket.server.execution.mode=virtual-thread");
	}

	private void runsOnVirtualThread(String property) {
		this.contextRunner.withPropertyValues(property).run((context) -> {
			try (TestClient client = TestClient.connect(context.getBean(AeroServer.class).port(), "/thread")) {
				assertThat(client.send("").receive()).contains("VirtualThread");
			}
		});
	}

	@AeroSocketHandler("/thread")
	public static class ThreadHandler {

		@OnMessage
		public String on(String text) {
			return Thread.currentThread().toString();
		}

	}

}
