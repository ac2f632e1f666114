package io.aerosocket.benchmarks.load;

import java.util.Map;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

/**
 * Tests for {@link LoadResult}.
 */
class LoadResultTests {

	@Test
	void dividesByTimeAndByTheServersProcessorTime() {
		LoadResult result = LoadResult.of(200, new Stopwatch.Times(4, 1, 2), new Histogram(3),
				Map.of(Figure.FAIRNESS, 0.5));
		assertThat(result.perSecond()).isEqualTo(50);
		assertThat(result.perServerSecond()).isEqualTo(100);
		assertThat(result.driverShare()).isEqualTo(0.25);
		assertThat(result.serverShare()).isEqualTo(0.5);
		assertThat(result.figure(Figure.FAIRNESS)).isEqualTo(0.5);
		assertThat(result.figure(Figure.HEAP)).isNaN();
	}

	@Test
	void latenciesAreInMicroseconds() {
		Histogram latencies = new Histogram(3);
		for (int i = 1; i <= 1000; i++) {
			latencies.recordValue(i * 1000L);
		}
		LoadResult result = LoadResult.of(1, new Stopwatch.Times(1, 1, 1), latencies, Map.of());
		assertThat(result.figure(Figure.P50)).isCloseTo(500, offset(1.0));
		assertThat(result.figure(Figure.P99)).isCloseTo(990, offset(1.0));
		assertThat(result.figure(Figure.P999)).isCloseTo(999, offset(1.0));
		assertThat(result.figure(Figure.MAX)).isCloseTo(1000, offset(1.0));
	}

	@Test
	void isReadAsItWasWritten() {
		LoadResult result = LoadResult.of(Map.of(Figure.OPERATIONS, 123_456.0, Figure.SECONDS, 5.125,
				Figure.SERVER_SECONDS, Double.NaN, Figure.P50, 10.5));
		assertThat(LoadResult.parse(result.toString())).isEqualTo(result).hasSameHashCodeAs(result);
	}

	@Test
	void withoutFiguresThereIsNoResult() {
		assertThatIllegalArgumentException().isThrownBy(() -> LoadResult.parse("messages=1"))
			.withMessage("load result: no figures (expected: lines of name=value)");
	}

	@Test
	void readsTheProcessorTimeOfAProcess() {
		assertThat(ProcessorTime.seconds(ProcessHandle.current().pid()))
			.satisfiesAnyOf((seconds) -> assertThat(seconds).isPositive(), (seconds) -> assertThat(seconds).isNaN());
	}

}
