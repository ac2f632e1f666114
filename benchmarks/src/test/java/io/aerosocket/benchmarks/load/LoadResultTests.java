package io.aerosocket.benchmarks.load;

import java.util.List;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link LoadResult}.
 */
class LoadResultTests {

	@Test
	void dividesByTimeAndByTheServersProcessorTime() {
		LoadResult result = LoadResult.of(new double[] { 4, 1, 2 }, List.of(10L, 30L), 5, new Histogram(3));
		assertThat(result.messages()).isEqualTo(200);
		assertThat(result.messagesPerSecond()).isEqualTo(50);
		assertThat(result.messagesPerServerSecond()).isEqualTo(100);
		assertThat(result.driverShare()).isEqualTo(0.25);
		assertThat(result.serverShare()).isEqualTo(0.5);
		assertThat(result.fairness()).isEqualTo(1.0 / 3);
	}

	@Test
	void isReadAsItWasWritten() {
		LoadResult result = new LoadResult(123_456, 5.125, 1.25, Double.NaN, 10.5, 20.5, 30.5, 0.875);
		assertThat(LoadResult.parse(result.toString())).isEqualTo(result);
	}

	@Test
	void saysWhatIsMissing() {
		assertThatIllegalArgumentException().isThrownBy(() -> LoadResult.parse("messages=1"))
			.withMessageStartingWith("load result: no seconds");
	}

	@Test
	void readsTheProcessorTimeOfAProcess() {
		assertThat(ProcessorTime.seconds(ProcessHandle.current().pid()))
			.satisfiesAnyOf((seconds) -> assertThat(seconds).isPositive(), (seconds) -> assertThat(seconds).isNaN());
	}

}
