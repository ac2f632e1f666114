package io.aerosocket.sample.packaged;

import java.util.ArrayList;
import java.util.List;

/**
 * What the packaged application's meters said at one moment.
 */
final class Meters {

	private final List<String> lines;

	private Meters(List<String> lines) {
		this.lines = lines;
	}

	static Meters of(SampleProcess sample) {
		return new Meters(new ArrayList<>(sample.get("/actuator/prometheus").lines().toList()));
	}

	/**
	 * Adds up the values of a meter.
	 * @param name its name after {@code aerosocket_server_}, as Prometheus has it
	 * @param labels labels that have to be there, such as {@code reason="full"}
	 * @return the sum, 0 for none
	 */
	long sum(String name, String... labels) {
		return all("aerosocket_server_" + name, labels);
	}

	/**
	 * Adds up the values of any meter.
	 * @param full its name, as Prometheus has it
	 * @param labels labels that have to be there
	 * @return the sum, 0 for none
	 */
	long all(String full, String... labels) {
		return (long) this.lines.stream()
			.filter((line) -> line.startsWith(full + " ") || line.startsWith(full + "{"))
			.filter((line) -> List.of(labels).stream().allMatch(line::contains))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

}
