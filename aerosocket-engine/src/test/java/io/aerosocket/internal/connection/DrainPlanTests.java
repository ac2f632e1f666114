package io.aerosocket.internal.connection;

import java.time.Duration;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When connections are told to go, and for how long.
 */
class DrainPlanTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			10000  | 10  | 10000 | 60000 | 10   | the window is shared by the batches
			10001  | 10  | 10010 | 60000 | 10   | the last batch may be smaller
			10000  | 100 | 10000 | 60000 | 100  | larger batches, longer pauses
			10000  | 10  | 10000 | 5000  | 5    | half of the grace period is for the answers
			20     | 10  | 10000 | 60000 | 100  | a small crowd is told within 10 ms for each
			1      | 1   | 10000 | 60000 | 10   | one connection
			0      | 10  | 10000 | 60000 | 100  | none
			10000  | 10  | 0     | 60000 | 0    | all at once
			""")
	void batchesAreSpreadOverTheWindow(int connections, int batchSize, long window, long longest, long gap,
			String rule) {
		assertThat(plan(Duration.ofMillis(window), batchSize, 0).gapNanos(connections, Duration.ofMillis(longest)))
			.as(rule)
			.isEqualTo(Duration.ofMillis(gap).toNanos());
	}

	@RepeatedTest(20)
	void jitterStaysWithinItsShare() {
		DrainPlan plan = plan(Duration.ofSeconds(1), 1, 0.5);
		assertThat(plan.delayNanos(1000)).isBetween(0L, 500L);
		assertThat(plan.goodbye().retryAfter()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(15));
	}

	@RepeatedTest(3)
	void withoutJitterNothingIsLeftToChance() {
		DrainPlan plan = plan(Duration.ofSeconds(1), 1, 0);
		assertThat(plan.delayNanos(1000)).isZero();
		assertThat(plan.goodbye().text()).isEqualTo("bye; retry-after=10");
		assertThat(DrainPlan.CLIENT.goodbye().text()).isEqualTo("the client is shutting down");
	}

	private static DrainPlan plan(Duration window, int batchSize, double jitter) {
		return new DrainPlan("bye", window, batchSize, jitter, Duration.ofSeconds(10));
	}

}
