package io.aerosocket.sample.monitoring;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a real Prometheus answers every query of the dashboard in
 * {@code docs/dashboards} while the sample has something to do.
 */
@NeedsPrometheus
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = { "aerosocket.server.port=0",
		"aerosocket.server.shutdown.drain-window=0s", "aerosocket.server.heartbeat.interval=1s" })
class DashboardTests {

	private static final Duration DEADLINE = Duration.ofSeconds(60);

	@Autowired
	private AeroSocketTestClient sockets;

	@Autowired
	private AeroServer server;

	@Autowired
	private Environment environment;

	@Test
	void everyQueryReturnsSomethingUnderLoad(@TempDir Path folder) throws IOException {
		List<String> queries = queries();
		assertThat(queries).hasSizeGreaterThan(30);
		String target = "127.0.0.1:" + this.environment.getRequiredProperty("local.server.port");
		WebSocket silent = answerPingsOnly();
		try (Prometheus prometheus = Prometheus.start(folder, target, AlertRulesTests.RULES);
				Visitors visitors = Visitors.of(this.sockets)) {
			Awaitility.await("answers")
				.atMost(DEADLINE)
				.pollInterval(Duration.ofSeconds(1))
				.failFast("the visitors failed", () -> assertThat(visitors.fault()).isNull())
				.untilAsserted(
						() -> assertThat(queries).filteredOn((query) -> isEmpty(prometheus.query(query))).isEmpty());
			assertThat(prometheus.rules()).hasSameSizeAs(AlertRulesTests.alerts())
				.allSatisfy((rule) -> assertThat(rule.path("lastError").asString("")).isEmpty());
		}
		finally {
			silent.abort();
		}
	}

	// The client of the JDK does that by itself.
	private WebSocket answerPingsOnly() {
		return HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://localhost:" + this.server.port() + "/echo"), new WebSocket.Listener() {
			})
			.join();
	}

	// What nobody has measured is no number.
	private static boolean isEmpty(List<JsonNode> result) {
		return result.stream().allMatch((series) -> series.path("value").path(1).asString().equals("NaN"));
	}

	private static List<String> queries() throws IOException {
		JsonNode dashboard = new JsonMapper()
			.readTree(Files.readString(AlertRulesTests.FOLDER.resolve("aerosocket-grafana.json")));
		return dashboard.path("panels").valueStream().flatMap(DashboardTests::queries).toList();
	}

	private static Stream<String> queries(JsonNode panel) {
		return panel.path("targets")
			.valueStream()
			.map((target) -> target.path("expr")
				.asString()
				.replace("$job", ".*")
				.replace("$instance", ".*")
				.replace("$__rate_interval", "10s"));
	}

}
