package io.aerosocket.spring.boot.autoconfigure;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.PathVariable;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.AeroSocketHandlers;
import io.aerosocket.spring.handler.FaultReason;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A handler whose methods Spring validates too is answered for as any other.
 */
@ExtendWith(OutputCaptureExtension.class)
class ValidatedHandlerTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class,
				JacksonAutoConfiguration.class, ValidationAutoConfiguration.class))
		.withBean(ChatHandler.class)
		.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.event-loops=1");

	@Test
	void badPayloadClosesWith1008AndDoesNotFillTheLog(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			try (TestClient client = connect(context.getBean(AeroServer.class).port())) {
				assertThat(client.send("hi").receive()).isEqualTo("lobby hi");
				assertThat(client.send(" ").receive()).isEqualTo("close 1008 payload: must not be blank");
			}
			assertThat(context.getBean(AeroSocketHandlers.class).faults().count(FaultReason.INVALID)).isOne();
		});
		assertThat(output).doesNotContain("ERROR").doesNotContain("ConstraintViolation");
	}

	@Test
	void propertySaysTheAnswer() {
		this.contextRunner.withPropertyValues("aerosocket.server.routing.invalid=error-reply").run((context) -> {
			try (TestClient client = connect(context.getBean(AeroServer.class).port())) {
				assertThat(client.send(" ").receive())
					.isEqualTo("{\"type\":\"error\",\"code\":\"invalid\",\"message\":\"payload: must not be blank\"}");
				assertThat(client.send("hi").receive()).isEqualTo("lobby hi");
			}
		});
	}

	@Test
	void badPathIsRefusedWith400() {
		this.contextRunner
			.run((context) -> assertThat(TestClient.statusOf(context.getBean(AeroServer.class).port(), "/chat/x"))
				.isEqualTo(400));
	}

	@Test
	void whatTheMethodReturnsIsTheServersFault(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			try (TestClient client = connect(context.getBean(AeroServer.class).port())) {
				assertThat(client.send("far too long").receive()).isEqualTo("close 1011");
			}
		});
		assertThat(output).contains("ConstraintViolationException");
	}

	private static TestClient connect(int port) {
		return TestClient.connect(port, "/chat/lobby");
	}

	@Validated
	@AeroSocketHandler("/chat/{room}")
	static class ChatHandler {

		@OnMessage
		@Size(max = 12)
		String say(@PathVariable @Size(min = 3) String room, @NotBlank String text) {
			return room + " " + text;
		}

	}

}
