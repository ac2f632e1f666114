package io.aerosocket.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is served over HTTP.
 */
@SampleTest
class PagesTests {

	private final HttpClient http = HttpClient.newHttpClient();

	private final JsonMapper json = new JsonMapper();

	@Autowired
	private AeroServer server;

	@Autowired
	private AeroSocketTestClient sockets;

	@Autowired
	private Environment environment;

	@ParameterizedTest
	@ValueSource(strings = { "/", "/chat.html", "/echo.html", "/ticker.html", "/live.html" })
	void pagesLoadAndConnectOnlyHere(String path) throws Exception {
		HttpResponse<String> page = get(path);
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.body()).doesNotContain("<script>").doesNotContain("<style").doesNotContain(" style=");
		assertThat(page.headers().firstValue("Content-Security-Policy")).get()
			.asString()
			.contains("default-src 'none'", "script-src 'self'",
					"connect-src 'self' ws://localhost:" + this.server.port())
			.doesNotContain("unsafe");
	}

	@Test
	void pagesLearnTheSocketsPort() throws Exception {
		assertThat(getJson("/api/socket").path("port").asInt()).isEqualTo(this.server.port());
	}

	@Test
	void statusAndRoomsTellWhoIsThere() throws Exception {
		try (TestClient client = TestClient.connect(this.sockets, "/chat/status?name=Ada")) {
			client.next("welcome");
			assertThat(getJson("/api/status").path("state").asString()).isEqualTo("RUNNING");
			assertThat(getJson("/api/status").path("openConnections").asInt()).isPositive();
			assertThat(getJson("/api/rooms")).anySatisfy((room) -> {
				assertThat(room.path("name").asString()).isEqualTo("status");
				assertThat(room.path("members").asInt()).isOne();
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "health", "health/liveness", "health/readiness", "metrics", "prometheus", "sbom",
			"aerosocket" })
	void operatorsCanLook(String endpoint) throws Exception {
		HttpResponse<String> response = get("/actuator/" + endpoint);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isNotEmpty();
	}

	private JsonNode getJson(String path) throws Exception {
		return this.json.readTree(get(path).body());
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		String port = this.environment.getRequiredProperty("local.server.port");
		return this.http.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
				HttpResponse.BodyHandlers.ofString());
	}

}
