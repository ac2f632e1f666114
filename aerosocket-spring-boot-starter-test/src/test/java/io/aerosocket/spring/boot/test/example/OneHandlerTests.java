package io.aerosocket.spring.boot.test.example;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import io.aerosocket.spring.boot.test.autoconfigure.AeroSocketTest;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A slice of one handler: the other one, and what it would need, are not there.
 */
@AeroSocketTest(EchoHandler.class)
@ExtendWith(OutputCaptureExtension.class)
class OneHandlerTests {

	@Autowired
	private AeroSocketTestClient client;

	@Autowired
	private ApplicationContext context;

	@Test
	void nothingIsWarnedOf(CapturedOutput output) {
		this.client.connect("/echo").sendText("a").expectText("a");
		assertThat(output.getAll()).doesNotContain("Unknown channel option");
	}

	@Test
	void onlyThatHandlerIsThere() {
		this.client.connect("/echo").sendText("a").expectText("a");
		this.client.handshake("/greet/de").expectRefused(404);
		assertThat(this.context.getBeanProvider(Greetings.class).stream()).isEmpty();
		assertThat(this.context.getBeanProvider(LanguageConverter.class).stream()).hasSize(1);
	}

}
