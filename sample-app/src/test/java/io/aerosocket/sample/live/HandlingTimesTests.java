package io.aerosocket.sample.live;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandlingTimes}.
 */
class HandlingTimesTests {

	private static final Percentage BUCKET = Percentage.withPercentage(12.5);

	private final HandlingTimes times = new HandlingTimes();

	@Test
	void percentilesAreRightToTheWidthOfABucket() {
		long[] before = this.times.totals();
		for (int micros = 1; micros <= 1000; micros++) {
			this.times.count(micros * 1000L);
		}
		LiveEvent.Latency latency = HandlingTimes.between(before, this.times.totals());
		assertThat(latency).isNotNull();
		assertThat(latency.median()).isCloseTo(500, BUCKET);
		assertThat(latency.p95()).isCloseTo(950, BUCKET);
		assertThat(latency.p99()).isCloseTo(990, BUCKET);
	}

	@Test
	void whatWasBeforeDoesNotCount() {
		this.times.count(1_000_000_000);
		long[] before = this.times.totals();
		this.times.count(1000);
		LiveEvent.Latency latency = HandlingTimes.between(before, this.times.totals());
		assertThat(latency).isNotNull();
		assertThat(latency.p99()).isCloseTo(1, BUCKET);
	}

	@Test
	void withoutCallsThereAreNoPercentiles() {
		assertThat(HandlingTimes.between(this.times.totals(), this.times.totals())).isNull();
	}

	@Test
	void theShortestAndTheLongestTimeHaveABucket() {
		this.times.count(0);
		this.times.count(-1);
		this.times.count(Long.MAX_VALUE);
		assertThat(this.times.totals()).contains(2, 1);
	}

}
