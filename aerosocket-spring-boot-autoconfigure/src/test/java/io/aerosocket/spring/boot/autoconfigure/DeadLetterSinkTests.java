package io.aerosocket.spring.boot.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;
import io.aerosocket.telemetry.DeadLetterSink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Beans that take messages which were given up.
 */
class DeadLetterSinkTests {

	private final List<String> letters = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class))
		.withBean(Handler.class)
		.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.rate-limit.messages-per-second=1",
				"aerosocket.server.rate-limit.policy=drop");

	@Test
	void eachGetsWhatIsGivenUp() {
		this.contextRunner
			.withBean("first", DeadLetterSink.class, () -> (letter) -> this.letters.add("first " + letter.reason()))
			.withBean("second", DeadLetterSink.class,
					() -> (letter) -> this.letters.add(letter.pathPattern() + " " + new String(letter.toByteArray())))
			.run((context) -> {
				int port = context.getBean(AeroServer.class).port();
				try (TestClient client = TestClient.connect(port, "/feed")) {
					for (int i = 0; i < 50; i++) {
						client.send("too much");
					}
					await().until(() -> this.letters.contains("/feed too much"));
					assertThat(this.letters).contains("first RATE_LIMITED");
				}
			});
	}

	@AeroSocketHandler("/feed")
	static class Handler {

		@OnMessage
		void on(String text) {
		}

	}

}
