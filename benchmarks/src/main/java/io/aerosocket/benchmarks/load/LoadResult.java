package io.aerosocket.benchmarks.load;

import java.io.IOException;
import java.io.StringReader;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

import org.HdrHistogram.Histogram;

/**
 * What was measured: those figures that the kind of load has.
 */
public final class LoadResult {

	private final Map<Figure, Double> figures;

	private LoadResult(Map<Figure, Double> figures) {
		this.figures = Collections.unmodifiableMap(new EnumMap<>(figures));
	}

	/**
	 * Makes a result of figures.
	 * @param figures the figures, at least one
	 * @return the result
	 */
	public static LoadResult of(Map<Figure, Double> figures) {
		return new LoadResult(figures);
	}

	/**
	 * Gathers what was measured over a time.
	 * @param operations what was done in it
	 * @param times the time, and how much processor time it took
	 * @param latencies latencies in nanoseconds
	 * @param further figures besides
	 * @return the result
	 */
	static LoadResult of(long operations, Stopwatch.Times times, Histogram latencies, Map<Figure, Double> further) {
		Map<Figure, Double> figures = new EnumMap<>(Figure.class);
		figures.put(Figure.OPERATIONS, (double) operations);
		figures.put(Figure.SECONDS, times.seconds());
		figures.put(Figure.DRIVER_SECONDS, times.driverSeconds());
		figures.put(Figure.SERVER_SECONDS, times.serverSeconds());
		figures.put(Figure.P50, latencies.getValueAtPercentile(50) / 1e3);
		figures.put(Figure.P99, latencies.getValueAtPercentile(99) / 1e3);
		figures.put(Figure.P999, latencies.getValueAtPercentile(99.9) / 1e3);
		figures.put(Figure.MAX, latencies.getMaxValue() / 1e3);
		figures.putAll(further);
		return new LoadResult(figures);
	}

	/**
	 * Returns the figures.
	 * @return those that there are, in the order of {@link Figure}
	 */
	public Map<Figure, Double> figures() {
		return this.figures;
	}

	/**
	 * Returns one figure.
	 * @param figure which
	 * @return its value, NaN if there is none
	 */
	public double figure(Figure figure) {
		return this.figures.getOrDefault(figure, Double.NaN);
	}

	/**
	 * Returns how fast it was.
	 * @return operations in a second
	 */
	public double perSecond() {
		return figure(Figure.OPERATIONS) / figure(Figure.SECONDS);
	}

	/**
	 * Returns how much the server did with its processor time.
	 * @return operations in a second of it, NaN if unknown
	 */
	public double perServerSecond() {
		return figure(Figure.OPERATIONS) / figure(Figure.SERVER_SECONDS);
	}

	/**
	 * Returns how busy the driver was.
	 * @return the share of one core, 1 being all of it
	 */
	public double driverShare() {
		return figure(Figure.DRIVER_SECONDS) / figure(Figure.SECONDS);
	}

	/**
	 * Returns how busy the server was.
	 * @return the share of one core, NaN if unknown
	 */
	public double serverShare() {
		return figure(Figure.SERVER_SECONDS) / figure(Figure.SECONDS);
	}

	/**
	 * Reads what {@link #toString()} wrote.
	 * @param text lines of names and values
	 * @return the result
	 * @throws IllegalArgumentException if there is not one figure in it
	 */
	public static LoadResult parse(String text) {
		Properties lines = new Properties();
		try {
			lines.load(new StringReader(text));
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("load result: unreadable (expected: lines of name=value)", ex);
		}
		Map<Figure, Double> figures = new EnumMap<>(Figure.class);
		for (Figure figure : Figure.values()) {
			String value = lines.getProperty(figure.key());
			if (value != null) {
				figures.put(figure, Double.valueOf(value));
			}
		}
		if (figures.isEmpty()) {
			throw new IllegalArgumentException("load result: no figures (expected: lines of name=value)");
		}
		return new LoadResult(figures);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof LoadResult result && this.figures.equals(result.figures);
	}

	@Override
	public int hashCode() {
		return this.figures.hashCode();
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		this.figures.forEach((figure, value) -> append(text, figure.key(), value));
		if (this.figures.containsKey(Figure.OPERATIONS)) {
			append(text, "per.second", perSecond());
			append(text, "per.server.cpu.second", perServerSecond());
			append(text, "driver.cpu.share", driverShare());
			append(text, "server.cpu.share", serverShare());
		}
		return text.toString();
	}

	private static void append(StringBuilder text, String name, double value) {
		text.append(String.format(Locale.ROOT, "%s=%.3f%n", name, value));
	}

}
