package io.aerosocket.benchmarks.soak;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

/**
 * Tests for {@link Trend}.
 */
class TrendTests {

	@Test
	void growthIsWhatTheLineGains() {
		Trend trend = Trend.of(List.of(10L, 20L, 30L, 40L));
		assertThat(trend.mean()).isEqualTo(25);
		assertThat(trend.growth()).isCloseTo(30, offset(1e-9));
	}

	@Test
	void aSingleSpikeInTheMiddleIsNoGrowth() {
		assertThat(Trend.of(List.of(10L, 10L, 90L, 10L, 10L)).growth()).isCloseTo(0, offset(1e-9));
	}

	@Test
	void constantReadingsAreFlat() {
		assertThat(Trend.of(Collections.nCopies(5, 7L)).isFlat(0, 0)).isTrue();
	}

	@Test
	void isFlatUpToAShareOrAnAmount() {
		Trend trend = Trend.of(List.of(95L, 100L, 105L));
		assertThat(trend.isFlat(0.1, 0)).isTrue();
		assertThat(trend.isFlat(0.05, 10)).isTrue();
		assertThat(trend.isFlat(0.05, 9)).isFalse();
	}

	@Test
	void lessIsFlatToo() {
		assertThat(Trend.of(List.of(30L, 20L, 10L)).isFlat(0, 0)).isTrue();
	}

}
