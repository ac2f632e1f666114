package io.aerosocket.benchmarks.load;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RateLoad}: messages that a pause of the server held up count with all
 * of their delay, also those that were not sent before it was over.
 */
class RateLoadTests {

	@Test
	void aPauseShowsInAllTheMessagesThatWereDueInIt() throws Exception {
		try (StallingServer server = new StallingServer(100, 600)) {
			LoadResult result = LoadCommand.measure(List.of("--port", "" + server.port(), "--workload",
					"rate:1x1x1000:text", "--seconds", "1", "--warmup", "0"));
			// At 1,000 a second 600 were due in the pause, most of all that were sent:
			// half of them waited for more than 300 ms.
			assertThat(result.figure(Figure.MAX)).isGreaterThan(500_000);
			assertThat(result.figure(Figure.P99)).isGreaterThan(450_000);
			assertThat(result.figure(Figure.P50)).isGreaterThan(10_000);
		}
	}

}
