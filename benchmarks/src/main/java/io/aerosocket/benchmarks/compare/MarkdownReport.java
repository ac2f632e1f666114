package io.aerosocket.benchmarks.compare;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.aerosocket.benchmarks.load.LoadResult;
import io.aerosocket.benchmarks.load.Workload;

/**
 * Writes a comparison as Markdown: what was measured with what, then a table for each
 * workload.
 */
final class MarkdownReport {

	/** A driver that is busier than this may have been the limit. */
	private static final double BUSY_DRIVER_SHARE = 0.95;

	private final Results results;

	private final StringBuilder text = new StringBuilder();

	private boolean busyDriver;

	MarkdownReport(Results results) {
		this.results = results;
	}

	/**
	 * Writes the report.
	 * @return the text
	 */
	String write() {
		settings().forEach((name, values) -> line("- %s: %s", name, String.join("; ", values)));
		this.results.peers().forEach((peer) -> line("- %s: %s", peer, this.results.version(peer)));
		this.results.workloads().forEach(this::table);
		if (this.busyDriver) {
			line("");
			line("\\* The driver was busy nearly all the time, so the server may be faster than this: compare what it");
			line("did for each second of its own processor time.");
		}
		return this.text.toString();
	}

	private Map<String, Set<String>> settings() {
		return this.results.runs()
			.stream()
			.flatMap((run) -> run.setting().entrySet().stream())
			.filter((entry) -> !entry.getKey().equals(Run.VERSION))
			.collect(Collectors.groupingBy(Map.Entry::getKey, java.util.LinkedHashMap::new,
					Collectors.mapping(Map.Entry::getValue, Collectors.toCollection(LinkedHashSet::new))));
	}

	private void table(Workload workload) {
		List<Column> columns = Column.of(workload);
		line("");
		line("**%s** (`%s`)", workload.title(), workload);
		line("");
		StringBuilder head = new StringBuilder("| peer |");
		StringBuilder rule = new StringBuilder("|---|");
		for (Column column : columns) {
			head.append(' ').append(column.title()).append(" |");
			rule.append("--:|");
			if (column.detail() != Column.Detail.NONE) {
				head.append(" × ").append(this.results.base()).append(" |");
				rule.append("--:|");
			}
		}
		line("%s", head + " rounds |");
		line("%s", rule + "--:|");
		for (String peer : this.results.peers()) {
			Summary summary = this.results.summary(workload, peer);
			if (summary.rounds() > 0) {
				row(peer, summary, columns);
			}
		}
	}

	private void row(String peer, Summary summary, List<Column> columns) {
		boolean busy = summary.median(LoadResult::driverShare) > BUSY_DRIVER_SHARE;
		this.busyDriver |= busy;
		StringBuilder row = new StringBuilder("| ").append(peer).append(busy ? "\\* |" : " |");
		for (Column column : columns) {
			row.append(' ').append(format(column, summary.median(column.figure())));
			if (column.detail() == Column.Detail.RANGE_AND_RATIO) {
				row.append(" (").append(format(column, summary.least(column.figure()))).append('–');
				row.append(format(column, summary.most(column.figure()))).append(')');
			}
			row.append(" |");
			if (column.detail() != Column.Detail.NONE) {
				row.append(String.format(Locale.ROOT, " %.2f |", summary.ratio(this.results.base(), column.figure())));
			}
		}
		line("%s", row + " " + summary.rounds() + " |");
	}

	// The format is one of Column's constants.
	@SuppressWarnings("AnnotateFormatMethod")
	private static String format(Column column, double value) {
		return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, column.format(), value);
	}

	@SuppressWarnings("AnnotateFormatMethod") // called here only, and with literals
	private void line(String format, Object... values) {
		this.text.append(String.format(Locale.ROOT, format, values)).append('\n');
	}

}
