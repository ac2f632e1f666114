package io.aerosocket.benchmarks.compare;

import java.util.List;
import java.util.Locale;

import io.aerosocket.benchmarks.load.LoadResult;
import io.aerosocket.benchmarks.load.Workload;
import io.aerosocket.benchmarks.peer.Peers;

/**
 * Writes a comparison as Markdown: what was measured with what, then a table for each
 * workload.
 */
final class MarkdownReport {

	/** A driver that is busier than this may have been the limit. */
	private static final double BUSY_DRIVER_SHARE = 0.95;

	private final CompareSettings settings;

	private final List<Run> runs;

	private final StringBuilder text = new StringBuilder();

	private boolean busyDriver;

	MarkdownReport(CompareSettings settings, List<Run> runs) {
		this.settings = settings;
		this.runs = runs;
	}

	/**
	 * Writes the report.
	 * @return the text
	 */
	String write() {
		line("- commit: %s", Surroundings.commit());
		line("- machine: %s", Surroundings.machine());
		line("- Java: %s", Surroundings.java());
		line("- server: `%s`, `serve %s`", this.settings.servers(), String.join(" ", this.settings.serveOptions()));
		line("- driver: `%s`", this.settings.drivers());
		line("- %d rounds of %d s after %d s of warm-up; medians, with least and most in brackets",
				this.settings.rounds(), this.settings.seconds(), this.settings.warmup());
		this.settings.peers().forEach((peer) -> line("- %s: %s", peer, Peers.version(peer)));
		this.settings.workloads().forEach(this::table);
		if (this.busyDriver) {
			line("");
			line("\\* The driver was busy nearly all the time, so the server may be faster than this: compare the");
			line("messages for each second of the server's CPU.");
		}
		return this.text.toString();
	}

	private void table(Workload workload) {
		String base = this.settings.base();
		line("");
		line("**%d connections, %,d bytes (%s), %d in flight on each**", workload.connections(),
				workload.messageBytes(), workload.content(), workload.depth());
		line("");
		line("| peer | messages/s | × %s | messages/CPU s | × %s | p50 µs | p99 µs | server CPU | driver CPU"
				+ " | slowest/fastest | rounds |", base, base);
		line("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
		for (String peer : this.settings.peers()) {
			row(peer, new Summary(this.runs, workload, peer));
		}
	}

	private void row(String peer, Summary summary) {
		boolean busy = summary.median(LoadResult::driverShare) > BUSY_DRIVER_SHARE;
		this.busyDriver |= busy;
		line("| %s | %,.0f%s (%,.0f–%,.0f) | %.2f | %,.0f | %.2f | %,.0f | %,.0f | %.0f %% | %.0f %% | %.2f | %d |",
				peer, summary.median(LoadResult::messagesPerSecond), busy ? "\\*" : "",
				summary.least(LoadResult::messagesPerSecond), summary.most(LoadResult::messagesPerSecond),
				summary.ratio(this.settings.base(), LoadResult::messagesPerSecond),
				summary.median(LoadResult::messagesPerServerSecond),
				summary.ratio(this.settings.base(), LoadResult::messagesPerServerSecond),
				summary.median(LoadResult::p50Micros), summary.median(LoadResult::p99Micros),
				100 * summary.median(LoadResult::serverShare), 100 * summary.median(LoadResult::driverShare),
				summary.median(LoadResult::fairness), summary.rounds());
	}

	@SuppressWarnings("AnnotateFormatMethod") // called here only, and with literals
	private void line(String format, Object... values) {
		this.text.append(String.format(Locale.ROOT, format, values)).append('\n');
	}

}
