package io.aerosocket.benchmarks.soak;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What an application tells Prometheus.
 *
 * @param samples the values by name and labels, as they stand in the text
 */
record Scrape(Map<String, Double> samples) {

	/**
	 * Reads the text format.
	 * @param text lines of name, labels and value
	 * @return the samples
	 */
	static Scrape parse(String text) {
		Map<String, Double> samples = new HashMap<>();
		text.lines().filter((line) -> !line.isEmpty() && line.charAt(0) != '#').forEach((line) -> {
			int space = line.lastIndexOf(' ');
			samples.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
		});
		return new Scrape(Map.copyOf(samples));
	}

	/**
	 * Adds all samples of a name.
	 * @param name the name
	 * @return their sum, 0 if there are none
	 */
	long sum(String name) {
		return sum(name, (labels) -> true);
	}

	/**
	 * Adds the samples of a name with a label.
	 * @param name the name
	 * @param label the label, as {@code name="value"}
	 * @return their sum, 0 if there are none
	 */
	long sum(String name, String label) {
		return sum(name, (labels) -> labels.contains(label));
	}

	/**
	 * Adds the samples of a name without a label.
	 * @param name the name
	 * @param label the label, as {@code name="value"}
	 * @return their sum, 0 if there are none
	 */
	long sumWithout(String name, String label) {
		return sum(name, (labels) -> !labels.contains(label));
	}

	private long sum(String name, Predicate<String> labels) {
		return Math.round(this.samples.entrySet()
			.stream()
			.filter((sample) -> sample.getKey().equals(name) || sample.getKey().startsWith(name + "{"))
			.filter((sample) -> labels.test(sample.getKey().substring(name.length())))
			.mapToDouble(Map.Entry::getValue)
			.sum());
	}

}
