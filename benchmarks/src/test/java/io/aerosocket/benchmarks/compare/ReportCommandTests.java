package io.aerosocket.benchmarks.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

import io.aerosocket.benchmarks.load.Figure;
import io.aerosocket.benchmarks.load.LoadResult;
import io.aerosocket.benchmarks.load.Workload;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReportCommand} with figures that are easy to check.
 */
class ReportCommandTests {

	private static final List<Run> RUNS = List.of(run(1, "aerosocket", 300, 0.5), run(1, "netty", 100, 0.99),
			run(2, "netty", 200, 0.5), run(2, "aerosocket", 800, 0.5));

	@Test
	void writesATableForEachWorkloadWithTheBaseFirst(@TempDir Path folder) throws Exception {
		report(folder);
		assertThat(Files.readString(folder.resolve("out.md"))).isEqualTo(
				"""
						- commit: c0ffee
						- Java: 25
						- netty: netty 1.0
						- aerosocket: aerosocket 1.0

						**64 connections, 32 bytes (text), 1 in flight on each** (`64x32x1:text`)

						| peer | messages/CPU s | × netty | messages/s | × netty | p50 µs | p99 µs | server CPU | driver CPU | slowest/fastest | rounds |
						|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
						| netty | 300 (200–400) | 1.00 | 150 | 1.00 | 1,000 | 2,000 | 50 % | 75 % | 0.50 | 2 |
						| aerosocket | 1,100 (600–1,600) | 3.50 | 550 | 3.50 | 1,000 | 2,000 | 50 % | 50 % | 0.50 | 2 |
						""");
	}

	@Test
	void marksWhereTheDriverMayHaveBeenTheLimit(@TempDir Path folder) throws Exception {
		RunFile rows = new RunFile(folder.resolve("rows"));
		rows.append(run(1, "netty", 100, 0.99));
		ReportCommand.run(List.of("--rows", "" + folder.resolve("rows"), "--out", "" + folder.resolve("out.md")));
		assertThat(Files.readString(folder.resolve("out.md"))).contains("| netty\\* |", "The driver was busy");
	}

	@Test
	void drawsTheBestFirst(@TempDir Path folder) throws Exception {
		report(folder);
		Path file = folder.resolve("charts/64x32x1-text.svg");
		Document svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
		assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
		assertThat(Files.readString(file)).contains("prefers-color-scheme: dark", "more is better; median")
			.containsSubsequence(">aerosocket</text>", "class=\"ours\"", ">1,100</text>", "× 3.50", ">netty</text>",
					"class=\"bar\"", ">300</text>", "× 1.00");
	}

	private static void report(Path folder) throws Exception {
		RunFile rows = new RunFile(folder.resolve("rows"));
		for (Run run : RUNS) {
			rows.append(run);
		}
		ReportCommand.run(List.of("--rows", "" + folder.resolve("rows"), "--out", "" + folder.resolve("out.md"),
				"--charts", "" + folder.resolve("charts")));
	}

	private static Run run(int round, String peer, double messages, double driverSeconds) {
		Map<Figure, Double> figures = Map.of(Figure.OPERATIONS, messages, Figure.SECONDS, 1.0, Figure.DRIVER_SECONDS,
				driverSeconds, Figure.SERVER_SECONDS, 0.5, Figure.P50, 1000.0, Figure.P99, 2000.0, Figure.FAIRNESS,
				0.5);
		Map<String, String> setting = new LinkedHashMap<>();
		setting.put("commit", "c0ffee");
		setting.put("Java", "25");
		setting.put("version", peer + " 1.0");
		return new Run(round, Workload.parse("64x32x1:text"), peer, LoadResult.of(figures), setting);
	}

}
