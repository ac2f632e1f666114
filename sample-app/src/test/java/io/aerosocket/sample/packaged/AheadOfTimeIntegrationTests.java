package io.aerosocket.sample.packaged;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.aerosocket.sample.TestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged application starts from the code that was generated ahead of time, as a
 * native image of it does.
 */
class AheadOfTimeIntegrationTests {

	@Test
	void startsFromGeneratedCode() throws Exception {
		try (SampleProcess sample = SampleProcess.start("ahead-of-time", List.of("-Dspring.aot.enabled=true"),
				List.of()); TestClient client = TestClient.connect(sample.socketPort(), "/echo")) {
			assertThat(sample.output()).contains("Starting AOT-processed SampleApplication");
			assertThat(client.send("Hello").next()).isEqualTo("Hello");
		}
	}

}
