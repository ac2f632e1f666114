package io.aerosocket.sample.packaged;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;
import io.aerosocket.spring.boot.test.client.AeroSocketTestConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged application starts from the code that was generated ahead of time, as a
 * native image of it does.
 */
class AheadOfTimeIntegrationTests {

	@Test
	void startsFromGeneratedCode() throws Exception {
		try (SampleProcess sample = SampleProcess.start("ahead-of-time", List.of("-Dspring.aot.enabled=true"),
				List.of());
				AeroSocketTestConnection connection = AeroSocketTestClient.forPort(sample.socketPort())
					.connect("/echo")) {
			assertThat(sample.output()).contains("Starting AOT-processed SampleApplication");
			connection.sendText("Hello").expectText("Hello");
		}
	}

}
