package io.aerosocket.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.aerosocket.benchmarks.Arguments;
import io.aerosocket.benchmarks.UsageException;
import io.aerosocket.benchmarks.load.Workload;

/**
 * The command {@code report}: makes tables and pictures of measurements that
 * {@code compare} has kept.
 */
public final class ReportCommand {

	/** The options, for the people who read the usage. */
	public static final String USAGE = """
			  --rows FILE,FILE,…         what compare --rows wrote
			  --base PEER                the base of the ratios [netty]
			  --out FILE                 where to write the tables as well
			  --charts FOLDER            where to draw a picture of each workload
			""";

	private static final Set<String> NAMED = Set.of("--rows", "--base", "--out", "--charts");

	private final Results results;

	ReportCommand(Results results) {
		this.results = results;
	}

	/**
	 * Runs the command.
	 * @param words its options
	 * @throws UsageException if an option is wrong
	 * @throws IOException if a file could not be read or written
	 */
	public static void run(List<String> words) throws IOException {
		Arguments arguments = Arguments.parse(words, NAMED, Set.of());
		List<Run> runs = new ArrayList<>();
		for (String file : arguments.required("--rows").split(",", -1)) {
			runs.addAll(new RunFile(Path.of(file)).read());
		}
		new ReportCommand(new Results(runs, arguments.text("--base", "netty"))).write(arguments.text("--out"),
				arguments.text("--charts"));
	}

	/**
	 * Prints the tables, and writes what is asked for.
	 * @param out the file of the tables, or {@code null}
	 * @param charts the folder of the pictures, or {@code null}
	 * @throws IOException if one could not be written
	 */
	void write(@Nullable String out, @Nullable String charts) throws IOException {
		String report = new MarkdownReport(this.results).write();
		System.out.print(report);
		if (out != null) {
			Files.writeString(Path.of(out), report);
		}
		if (charts != null) {
			Path folder = Files.createDirectories(Path.of(charts));
			for (Workload workload : this.results.workloads()) {
				BarChart chart = new BarChart(this.results, workload);
				Files.writeString(folder.resolve(chart.fileName()), chart.draw());
			}
		}
	}

}
