package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;

/**
 * The tables of meters and of their tags in {@code docs/observability.md}, made of
 * {@link AeroSocketMeters}. What is around them is written by hand.
 */
final class MetersPage {

	static final String BEGIN = "<!-- meters: generated, see CONTRIBUTING.md -->\n";

	static final String END = "<!-- meters: end -->\n";

	private static final PrometheusNamingConvention PROMETHEUS = new PrometheusNamingConvention();

	private MetersPage() {
	}

	/**
	 * Replaces the tables of a page.
	 * @param page the page
	 * @return the page with tables that say what the enum says
	 */
	static String generate(String page) {
		int begin = page.indexOf(BEGIN);
		int end = page.indexOf(END);
		if (begin < 0 || end < begin) {
			throw new IllegalStateException("The page lacks the lines '" + BEGIN.strip() + "' and '" + END.strip()
					+ "', between which the tables belong");
		}
		return page.substring(0, begin + BEGIN.length()) + "\n" + meters() + "\n" + tags() + "\n" + page.substring(end);
	}

	/**
	 * Returns what Prometheus calls a meter.
	 * @param meter the meter
	 * @return the name of its family there
	 */
	static String prometheusName(AeroSocketMeters meter) {
		String name = PROMETHEUS.name(meter.getName(), meter.getType(), meter.getBaseUnit());
		return (meter.getType() == Meter.Type.COUNTER && !name.endsWith("_total")) ? name + "_total" : name;
	}

	private static String meters() {
		return "| Meter | Type | Tags | Meaning | In Prometheus |\n| --- | --- | --- | --- | --- |\n"
				+ Arrays.stream(AeroSocketMeters.values()).map(MetersPage::row).collect(Collectors.joining());
	}

	private static String row(AeroSocketMeters meter) {
		String tags = meter.tags().stream().map((tag) -> "`" + tag.asString() + "`").collect(Collectors.joining(", "));
		return "| `" + meter.getName() + "` | " + type(meter) + " | " + tags + " | " + meter.description() + " | `"
				+ prometheusName(meter) + "` |\n";
	}

	private static String type(AeroSocketMeters meter) {
		String type = meter.getType().name().toLowerCase(Locale.ROOT).replace('_', ' ');
		String unit = (meter.getType() == Meter.Type.TIMER) ? "seconds" : meter.getBaseUnit();
		return (unit != null) ? type + ", " + unit : type;
	}

	private static String tags() {
		return "| Tag | Of | Values |\n| --- | --- | --- |\n"
				+ Arrays.stream(AeroSocketMeters.Tag.values()).map(MetersPage::row).collect(Collectors.joining());
	}

	private static String row(AeroSocketMeters.Tag tag) {
		String meters = Arrays.stream(AeroSocketMeters.values())
			.filter((meter) -> meter.tags().contains(tag))
			.map((meter) -> "`" + meter.getName().substring("aerosocket.server.".length()) + "`")
			.collect(Collectors.joining(", "));
		String values = tag.choices().isEmpty() ? "the handlers' path patterns, such as `/chat/{room}`"
				: tag.choices().stream().map((value) -> "`" + value + "`").collect(Collectors.joining(", "));
		return "| `" + tag.asString() + "` | " + meters + " | " + values + " |\n";
	}

}
