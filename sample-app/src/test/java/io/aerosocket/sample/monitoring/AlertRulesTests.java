package io.aerosocket.sample.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the alert rules in {@code docs/dashboards}.
 */
@NeedsPrometheus
class AlertRulesTests {

	static final Path FOLDER = Path.of("..", "docs", "dashboards");

	static final Path RULES = FOLDER.resolve("aerosocket-alerts.yaml");

	private static final Path CASES = FOLDER.resolve("aerosocket-alerts-test.yaml");

	private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");

	@Test
	void theRulesAreValid() throws Exception {
		assertThat(Prometheus.promtool("check", "rules", RULES.toString())).contains("SUCCESS").endsWith("exit code 0");
	}

	@Test
	void alertsFireWhenTheyShouldAndOnlyThen() throws Exception {
		assertThat(Prometheus.promtool("test", "rules", CASES.toString())).contains("SUCCESS").endsWith("exit code 0");
	}

	@Test
	void everyAlertHasBothCasesAndSaysWhatToDo() throws IOException {
		String cases = Files.readString(CASES);
		String page = Files.readString(FOLDER.resolve("README.md"));
		assertThat(alerts()).hasSizeGreaterThan(10).allSatisfy((alert) -> {
			assertThat(cases).contains("name: " + alert + " fires\n", "name: " + alert + " keeps quiet\n");
			assertThat(page).contains("### " + alert + "\n");
			assertThat(Files.readString(RULES)).contains("runbook: 'docs/dashboards/README.md#" + alert.toLowerCase());
		});
	}

	static List<String> alerts() throws IOException {
		return ALERT.matcher(Files.readString(RULES)).results().map((match) -> match.group(1)).toList();
	}

}
