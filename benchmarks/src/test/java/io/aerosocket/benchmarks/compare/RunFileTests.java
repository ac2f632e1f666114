package io.aerosocket.benchmarks.compare;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.aerosocket.benchmarks.Arguments;
import io.aerosocket.benchmarks.load.Figure;
import io.aerosocket.benchmarks.load.LoadResult;
import io.aerosocket.benchmarks.load.Workload;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RunFile}, and for going on with what it holds.
 */
class RunFileTests {

	private static final Run FIRST = run(1, "64x32x1:text");

	private static final Run SECOND = run(4, "storm:16");

	@Test
	void isReadAsItWasWritten(@TempDir Path folder) throws Exception {
		RunFile file = new RunFile(folder.resolve("rows"));
		assertThat(file.read()).isEmpty();
		file.append(FIRST);
		file.append(SECOND);
		assertThat(file.read()).containsExactly(FIRST, SECOND);
	}

	@Test
	void aFigureThatIsNoNumberIsLeftOut(@TempDir Path folder) throws Exception {
		RunFile file = new RunFile(folder.resolve("rows"));
		file.append(new Run(1, FIRST.workload(), "netty",
				LoadResult.of(Map.of(Figure.P50, 1.5, Figure.SERVER_SECONDS, Double.NaN)), Map.of()));
		assertThat(file.read()).singleElement()
			.extracting((run) -> run.result().figures())
			.isEqualTo(Map.of(Figure.P50, 1.5));
	}

	@Test
	void roundsGoOnWhereTheyEnded() {
		assertThat(firstRound("64x32x1:text")).isEqualTo(2);
		assertThat(firstRound("storm:16")).isEqualTo(5);
		assertThat(firstRound("64x32x64:text")).isEqualTo(1);
	}

	private static int firstRound(String workload) {
		Arguments arguments = Arguments.parse(List.of("--workloads", workload), Set.of("--workloads"), Set.of());
		return CompareCommand.settings(arguments, List.of(FIRST, SECOND)).firstRound();
	}

	private static Run run(int round, String workload) {
		return new Run(round, Workload.parse(workload), "netty",
				LoadResult.of(Map.of(Figure.OPERATIONS, 5.0, Figure.SECONDS, 0.25)),
				Map.of("commit", "c0ffee", "version", "Netty \"4\""));
	}

}
