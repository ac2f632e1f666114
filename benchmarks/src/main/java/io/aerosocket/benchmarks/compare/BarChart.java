package io.aerosocket.benchmarks.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import io.aerosocket.benchmarks.load.Workload;

/**
 * Draws a workload as a picture: a bar for each peer's median, best first, with a line
 * from the least to the most of its rounds. It is readable on a light and on a dark page.
 */
final class BarChart {

	private static final int WIDTH = 760;

	private static final int BARS_BEGIN = 190;

	private static final int BARS_END = 570;

	private static final int TOP = 58;

	private static final int ROW_HEIGHT = 26;

	private static final int BAR_HEIGHT = 16;

	private static final String OURS = "aerosocket";

	private static final String STYLE = """
			<style>
			text { font: 13px system-ui, sans-serif; fill: #1f2328; }
			.title { font-weight: 600; }
			.small { font-size: 11px; fill: #59636e; }
			.bar { fill: #9aa4b0; }
			.ours { fill: #2f7ed8; }
			.range { stroke: #1f2328; stroke-width: 1.5; }
			@media (prefers-color-scheme: dark) {
			  text { fill: #e6edf3; }
			  .small { fill: #9198a1; }
			  .bar { fill: #59636e; }
			  .ours { fill: #4c9aff; }
			  .range { stroke: #e6edf3; }
			}
			</style>
			""";

	private final Results results;

	private final Workload workload;

	private final Column column;

	BarChart(Results results, Workload workload) {
		this.results = results;
		this.workload = workload;
		this.column = Column.of(workload).get(0);
	}

	/**
	 * Returns a name for the picture's file.
	 * @return letters, digits and hyphens
	 */
	String fileName() {
		return this.workload.toString().replaceAll("[^a-z0-9]+", "-") + ".svg";
	}

	/**
	 * Draws.
	 * @return the picture as SVG
	 */
	String draw() {
		List<Bar> bars = bars();
		double longest = bars.stream().mapToDouble(Bar::most).max().orElse(1);
		int height = TOP + bars.size() * ROW_HEIGHT + 10;
		StringBuilder svg = new StringBuilder();
		svg.append(
				"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
					.formatted(WIDTH, height, WIDTH, height));
		svg.append("<title>").append(escape(this.workload.title())).append("</title>\n").append(STYLE);
		svg.append("<text class=\"title\" x=\"10\" y=\"22\">%s</text>\n".formatted(escape(this.workload.title())));
		svg.append("<text class=\"small\" x=\"10\" y=\"42\">%s; %s; median, line from least to most; × %s</text>\n"
			.formatted(escape(this.column.title()),
					Column.countsCost(this.workload) ? "less is better" : "more is better",
					escape(this.results.base())));
		for (int i = 0; i < bars.size(); i++) {
			draw(svg, bars.get(i), TOP + i * ROW_HEIGHT, (BARS_END - BARS_BEGIN) / longest);
		}
		return svg.append("</svg>\n").toString();
	}

	private List<Bar> bars() {
		List<Bar> bars = new ArrayList<>();
		for (String peer : this.results.peers()) {
			Summary summary = this.results.summary(this.workload, peer);
			double median = summary.median(this.column.figure());
			if (Double.isFinite(median)) {
				bars.add(new Bar(peer, median, summary.least(this.column.figure()), summary.most(this.column.figure()),
						summary.ratio(this.results.base(), this.column.figure())));
			}
		}
		Comparator<Bar> byMedian = Comparator.comparingDouble(Bar::median);
		bars.sort(Column.countsCost(this.workload) ? byMedian : byMedian.reversed());
		return bars;
	}

	// The format is one of Column's constants.
	@SuppressWarnings("AnnotateFormatMethod")
	private void draw(StringBuilder svg, Bar bar, int y, double scale) {
		int middle = y + BAR_HEIGHT / 2;
		int baseline = y + BAR_HEIGHT - 3;
		String kind = bar.peer().startsWith(OURS) ? "ours" : "bar";
		svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n".formatted(BARS_BEGIN - 8, baseline,
				escape(bar.peer())));
		svg.append(String.format(Locale.ROOT,
				"<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n", kind, BARS_BEGIN, y,
				Math.max(0, bar.median() * scale), BAR_HEIGHT));
		svg.append(String.format(Locale.ROOT, "<line class=\"range\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
				BARS_BEGIN + bar.least() * scale, middle, BARS_BEGIN + bar.most() * scale, middle));
		String value = String.format(Locale.ROOT, this.column.format(), bar.median());
		svg.append("<text x=\"%d\" y=\"%d\">%s</text>\n".formatted(BARS_END + 10, baseline, escape(value)));
		svg.append("<text class=\"small\" x=\"%d\" y=\"%d\" text-anchor=\"end\">× %s</text>\n".formatted(WIDTH - 10,
				baseline, String.format(Locale.ROOT, "%.2f", bar.ratio())));
	}

	private static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

	/**
	 * What one bar shows.
	 *
	 * @param peer the peer's name
	 * @param median its length
	 * @param least where its line begins
	 * @param most where its line ends
	 * @param ratio the ratio to the base
	 */
	private record Bar(String peer, double median, double least, double most, double ratio) {

	}

}
