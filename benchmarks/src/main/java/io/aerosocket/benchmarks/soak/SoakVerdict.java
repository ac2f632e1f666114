package io.aerosocket.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Judges the readings of a soak.
 */
final class SoakVerdict {

	/**
	 * The part of the readings, at the beginning, in which everything is still warming
	 * up.
	 */
	private static final double WARM_UP = 0.3;

	private static final double SHARE = 0.05;

	private static final Map<String, Double> LEAST = new TreeMap<>(
			Map.of("heap", 1024.0 * 1024, "direct", 4.0 * 1024 * 1024, "threads", 1.0, "resident", 16.0 * 1024 * 1024));

	private static final int FEWEST_READINGS = 3;

	private SoakVerdict() {
	}

	/**
	 * Judges.
	 * @param readings one map of names and numbers for each point in time
	 * @param atTheEnd the last reading, when all connections were closed
	 * @param leaks lines of the log that tell of a leak
	 * @param failures what went wrong in the traffic
	 * @return what is wrong, nothing if all is well
	 */
	static List<String> judge(List<Map<String, Long>> readings, Map<String, Long> atTheEnd, List<String> leaks,
			List<String> failures) {
		List<String> wrong = new ArrayList<>(leaks);
		wrong.addAll(failures);
		List<Map<String, Long>> judged = readings.subList((int) (readings.size() * WARM_UP), readings.size());
		if (judged.size() < FEWEST_READINGS) {
			wrong.add("readings: " + judged.size() + " after warm-up (expected: " + FEWEST_READINGS + " or more)");
			return wrong;
		}
		LEAST.forEach((name, least) -> {
			Trend trend = Trend.of(judged.stream().map((reading) -> reading.getOrDefault(name, 0L)).toList());
			if (!trend.isFlat(SHARE, least)) {
				wrong.add(String.format(Locale.ROOT, "%s: grew by %,.0f from a mean of %,.0f (expected: flat)", name,
						trend.growth(), trend.mean()));
			}
		});
		for (String name : List.of("open", "handshaking", "queued", "paused")) {
			if (atTheEnd.getOrDefault(name, 0L) != 0) {
				wrong.add(name + ": " + atTheEnd.get(name) + " when everybody had left (expected: 0)");
			}
		}
		return wrong;
	}

}
