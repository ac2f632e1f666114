package io.aerosocket.benchmarks.compare;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.aerosocket.benchmarks.load.Figure;
import io.aerosocket.benchmarks.load.LoadResult;
import io.aerosocket.benchmarks.load.Workload;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Summary}.
 */
class SummaryTests {

	private static final Workload WORKLOAD = Workload.parse("64x32x1:text");

	private static final List<Run> RUNS = List.of(run(1, "netty", 100), run(1, "other", 300), run(2, "netty", 50),
			run(2, "other", 100), run(3, "netty", 200), run(3, "other", 800), run(4, "netty", 1000));

	private final Summary netty = new Summary(RUNS, WORKLOAD, "netty");

	private final Summary other = new Summary(RUNS, WORKLOAD, "other");

	@Test
	void medianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
		assertThat(this.other.median(LoadResult::perSecond)).isEqualTo(300);
		assertThat(this.netty.median(LoadResult::perSecond)).isEqualTo(150);
	}

	@Test
	void ratioIsTheMedianOfTheRoundsThatHaveBoth() {
		assertThat(this.other.ratio("netty", LoadResult::perSecond)).isEqualTo(3);
		assertThat(this.netty.ratio("netty", LoadResult::perSecond)).isEqualTo(1);
	}

	@Test
	void withoutMeasurementsThereIsNoFigure() {
		Summary nobody = new Summary(RUNS, WORKLOAD, "nobody");
		assertThat(nobody.rounds()).isZero();
		assertThat(nobody.median(LoadResult::perSecond)).isNaN();
		assertThat(nobody.ratio("netty", LoadResult::perSecond)).isNaN();
	}

	private static Run run(int round, String peer, long messages) {
		return new Run(round, WORKLOAD, peer,
				LoadResult.of(Map.of(Figure.OPERATIONS, (double) messages, Figure.SECONDS, 1.0)), Map.of());
	}

}
