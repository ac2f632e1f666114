package io.aerosocket.benchmarks.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CompareCommand}, with real processes.
 */
class CompareCommandTests {

	@Test
	void measuresEachWorkloadInProcessesOfTheirOwn(@TempDir Path folder) throws Exception {
		Path file = folder.resolve("table.md");
		CompareCommand.run(List.of("--peers", "reflect,netty", "--workloads", "2x32x4:text,idle:1-3", "--rounds", "1",
				"--seconds", "1", "--warmup", "0", "--server-cores", "all", "--driver-cores", "all", "--server-flags",
				"-Xmx128m", "--out", file.toString()));
		assertThat(Files.readString(file))
			.contains("- commit: ", "`-Xmx128m, all cores`, `serve --transport auto", "- netty: Netty 4",
					"**2 connections, 32 bytes (text), 4 in flight on each**", "| × netty |",
					"**Memory of an idle connection, between 1 and 3 of them**")
			.containsSubsequence("\n| netty | ", " | 1 |\n| reflect | ", " | 1 |\n");
	}

	@Test
	void whoIsIdleMayHaveCompressedBefore(@TempDir Path folder) throws Exception {
		Path file = folder.resolve("table.md");
		CompareCommand.run(List.of("--peers", "aerosocket-deflate-dedicated", "--workloads", "idle:1-3:deflate",
				"--rounds", "1", "--server-cores", "all", "--driver-cores", "all", "--server-flags", "-Xmx128m",
				"--out", file.toString()));
		assertThat(Files.readString(file)).containsSubsequence("that compresses", "\n| aerosocket-deflate-dedicated | ",
				" | 1 |\n");
	}

}
