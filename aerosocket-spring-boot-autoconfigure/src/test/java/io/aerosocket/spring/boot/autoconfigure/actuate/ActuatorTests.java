package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

import io.aerosocket.spring.boot.autoconfigure.LocalAeroSocketPort;
import io.aerosocket.spring.boot.autoconfigure.TestClient;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Health, metrics and the endpoint over HTTP, beside Boot's own web server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SpringBootTest(classes = ActuatorTests.Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "aerosocket.server.port=0", "aerosocket.server.connection.max=200",
				"management.endpoints.web.exposure.include=*", "management.endpoint.health.show-details=always",
				"management.prometheus.metrics.export.enabled=true", "spring.test.metrics.export=true",
				"management.otlp.metrics.export.enabled=false" })
class ActuatorTests {

	@LocalServerPort
	private int httpPort;

	@LocalAeroSocketPort
	private int port;

	@Autowired
	private MeterRegistry registry;

	private TestClient client;

	@BeforeAll
	void talk() throws Exception {
		this.client = TestClient.connect(this.port, "/rooms/kitchen");
		for (int i = 0; i < 3; i++) {
			assertThat(this.client.send("hello").receive()).isEqualTo("hello");
		}
		TestClient other = TestClient.connect(this.port, "/rooms/hall");
		other.send("fail");
		assertThat(other.receive()).startsWith("close 1011");
		TestClient wrong = TestClient.connect(this.port, "/numbers");
		wrong.send("many");
		wrong.receive();
	}

	@Test
	void health() throws Exception {
		assertThat(get("/actuator/health")).contains("\"aerosocket\":{")
			.contains("\"state\":\"RUNNING\"")
			.contains("\"port\":" + this.port)
			.contains("\"maxConnections\":200");
	}

	@Test
	void endpoint() throws Exception {
		await().atMost(Duration.ofSeconds(5))
			.untilAsserted(() -> assertThat(get("/actuator/aerosocket")).contains("\"connections\":1,"));
		assertThat(get("/actuator/aerosocket")).contains("\"state\":\"RUNNING\"")
			.contains("\"acceptors\":1,\"backlog\":4096,\"reusePort\":false,\"handshaking\":0}")
			.contains("\"overload\":null,\"loops\":[")
			.containsPattern("\"loops\":\\[\\{\"connections\":[01],\"lagMillis\":[0-9.E-]+}[],]")
			.contains("\"maxConnections\":200")
			.contains("\"/rooms/{room}\":{\"count\":1,\"connections\":[{\"id\":\"")
			.contains("\"/silent\":{\"count\":0,\"connections\":[]}");
		assertThat(get("/actuator/aerosocket?limit=0")).contains("\"/rooms/{room}\":{\"count\":1,\"connections\":[]}");
	}

	@Test
	void prometheus() throws Exception {
		String scrape = get("/actuator/prometheus");
		assertThat(scrape).contains("aerosocket_server_connections_max 200.0")
			.contains("aerosocket_server_queued_bytes 0.0")
			.contains("aerosocket_server_messages_total{direction=\"in\"} 5.0")
			.contains("aerosocket_server_messages_total{direction=\"out\"} 3.0")
			.contains("aerosocket_server_bytes_total{direction=\"in\"} 23.0")
			.contains("aerosocket_server_compression_bytes_total{direction=\"in\"} 0.0")
			.contains("aerosocket_server_compression_wire_bytes_total{direction=\"out\"} 0.0")
			.contains("aerosocket_server_errors_total 2.0")
			.contains("aerosocket_server_closes_total{code=\"1011\"} 1.0")
			.contains("aerosocket_server_handling_seconds_count{outcome=\"success\",path=\"/rooms/{room}\"}")
			.doesNotContain("kitchen");
	}

	@Test
	void prometheusHasEveryMeterUnderItsNameAndType() throws Exception {
		String scrape = get("/actuator/prometheus");
		assertThat(AeroSocketMeters.values()).allSatisfy((meter) -> {
			String name = MetersPage.prometheusName(meter);
			String type = switch (meter.getType()) {
				case TIMER, DISTRIBUTION_SUMMARY -> "summary";
				default -> meter.getType().name().toLowerCase(Locale.ROOT);
			};
			assertThat(scrape).contains("# TYPE " + name + " " + type + "\n",
					"# HELP " + name + " " + meter.description());
		});
		assertThat(scrape.lines()
			.filter((line) -> line.startsWith("# TYPE aerosocket_server_"))
			.map((line) -> line.split(" ")[2].replaceAll("_max$", "")))
			.allSatisfy((name) -> assertThat(AeroSocketMeters.values())
				.extracting((meter) -> MetersPage.prometheusName(meter).replaceAll("_max$", ""))
				.contains(name));
	}

	@Test
	void prometheusHasWhatHappened() throws Exception {
		String scrape = get("/actuator/prometheus");
		assertThat(scrape).contains("aerosocket_server_state{state=\"running\"} 1.0")
			.contains("aerosocket_server_state{state=\"draining\"} 0.0")
			.contains("aerosocket_server_handshakes_seconds_count{outcome=\"accepted\"} 3")
			.contains("aerosocket_server_handshakes_seconds_count{outcome=\"refused\"} 0")
			.contains("aerosocket_server_messages_refused_total{reason=\"undecodable\"} 1.0")
			.contains("aerosocket_server_messages_refused_total{reason=\"invalid\"} 0.0")
			.contains("aerosocket_server_messages_refused_total{reason=\"unknown_route\"} 0.0")
			.contains("aerosocket_server_compression_ratio{direction=\"out\"} 1.0")
			.contains("aerosocket_server_message_size_bytes_count{direction=\"in\",path=\"/rooms/{room}\"}")
			.contains("aerosocket_server_queue_time_seconds_max{direction=\"out\",path=\"/rooms/{room}\"}")
			.contains("aerosocket_server_tls_handshakes_seconds_count{outcome=\"error\"} 0")
			.contains("aerosocket_server_ping_seconds_count 0");
	}

	@Test
	void tagsHaveTheValuesOfTheDocumentation() {
		assertThat(AeroSocketMeters.values()).allSatisfy((meter) -> meter.tags()
			.stream()
			.filter((tag) -> !tag.choices().isEmpty())
			.forEach((tag) -> assertThat(this.registry.find(meter.getName()).meters()).as(meter.getName())
				.extracting((found) -> found.getId().getTag(tag.asString()))
				.isSubsetOf(tag.choices())));
	}

	@Test
	void metersAreThoseOfTheDocumentation() {
		for (AeroSocketMeters meter : AeroSocketMeters.values()) {
			assertThat(this.registry.find(meter.getName()).meters()).as(meter.getName())
				.isNotEmpty()
				.allSatisfy((found) -> {
					assertThat(found.getId().getType()).isEqualTo(meter.getType());
					assertThat(found.getId().getDescription()).isEqualTo(meter.description());
					assertThat(found.getId().getTags()).extracting((tag) -> tag.getKey())
						.containsExactlyInAnyOrderElementsOf(
								meter.tags().stream().map(AeroSocketMeters.Tag::asString).toList());
				});
		}
		assertThat(this.registry.getMeters())
			.filteredOn((meter) -> meter.getId().getName().startsWith("aerosocket.server."))
			.extracting((meter) -> meter.getId().getName())
			.isSubsetOf(Arrays.stream(AeroSocketMeters.values()).map(AeroSocketMeters::getName).toList());
	}

	private String get(String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.httpPort + path)).build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

	@EnableAutoConfiguration
	@Import({ RoomHandler.class, SilentHandler.class, NumberHandler.class })
	static class Application {

	}

	@AeroSocketHandler("/rooms/{room}")
	public static class RoomHandler {

		@OnMessage
		public String on(String text) {
			if (text.equals("fail")) {
				throw new IllegalStateException("as asked");
			}
			return text;
		}

	}

	@AeroSocketHandler("/numbers")
	public static class NumberHandler {

		@OnMessage
		public void on(List<Integer> numbers) {
		}

	}

	@AeroSocketHandler("/silent")
	public static class SilentHandler {

		@OnMessage
		public void on(String text) {
		}

	}

}
