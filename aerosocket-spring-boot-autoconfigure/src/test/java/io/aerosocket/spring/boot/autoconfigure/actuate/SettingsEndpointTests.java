package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketServerAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The settings over HTTP, and who may change them.
 */
@SpringBootTest(classes = SettingsEndpointTests.Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "aerosocket.server.port=0", "management.endpoints.web.exposure.include=*" })
class SettingsEndpointTests {

	private static final String MAX = "aerosocket.server.connection.max";

	@LocalServerPort
	private int httpPort;

	@Autowired
	private AeroServer server;

	@Test
	void showsSettings() throws Exception {
		assertThat(request("GET", "", "").body())
			.contains("\"aerosocket.server.message.max-size\":{\"value\":\"256KB\",\"overridden\":false,"
					+ "\"changeable\":true,\"reason\":null}")
			.contains("\"aerosocket.server.port\":{\"value\":\"0\",\"overridden\":false,\"changeable\":false,"
					+ "\"reason\":\"The listening sockets");
		assertThat(request("GET", "/" + MAX, "").body()).startsWith("{\"value\":\"");
		assertThat(request("GET", "/aerosocket.server.connection.mux", "").statusCode()).isEqualTo(404);
	}

	@Test
	void changesSettingsAndTakesThemBack() throws Exception {
		HttpResponse<String> changed = request("POST", "",
				"{\"settings\":\"%s=7\\naerosocket.server.allowed-origins=https://a.org,https://b.org\"}"
					.formatted(MAX));
		assertThat(changed.statusCode()).isEqualTo(200);
		assertThat(changed.body()).contains("\"applied\":true")
			.contains("\"%s\":{\"before\":\"100000\",\"after\":\"7\"}".formatted(MAX));
		assertThat(this.server.options().maxConnections()).isEqualTo(7);
		assertThat(this.server.options().allowedOrigins()).containsExactlyInAnyOrder("https://a.org", "https://b.org");
		assertThat(request("GET", "/" + MAX, "").body()).contains("\"overridden\":true");
		assertThat(request("DELETE", "/" + MAX, "").statusCode()).isEqualTo(200);
		assertThat(this.server.options().maxConnections()).isEqualTo(100_000);
		assertThat(request("POST", "/" + MAX, "{\"value\":\"8\"}").statusCode()).isEqualTo(200);
		assertThat(this.server.options().maxConnections()).isEqualTo(8);
		assertThat(request("DELETE", "", "").body()).contains(MAX).contains("aerosocket.server.allowed-origins");
		assertThat(this.server.options().maxConnections()).isEqualTo(100_000);
		assertThat(this.server.options().allowedOrigins()).isEmpty();
	}

	@Test
	void takesBackOneSettingOfAPath() throws Exception {
		String setting = "aerosocket.server.paths[/silent].message.max-size";
		assertThat(request("POST", "", "{\"settings\":\"%s=7\\n%s=9KB\"}".formatted(MAX, setting)).statusCode())
			.isEqualTo(200);
		assertThat(request("GET", "", "").body())
			.contains("\"%s\":{\"value\":\"9KB\",\"overridden\":true".formatted(setting));
		HttpResponse<String> taken = request("DELETE", "?name=" + URLEncoder.encode(setting, StandardCharsets.UTF_8),
				"");
		assertThat(taken.body()).contains("\"applied\":true").contains(setting).doesNotContain(MAX);
		assertThat(taken.statusCode()).isEqualTo(200);
		assertThat(this.server.options().maxConnections()).isEqualTo(7);
		assertThat(request("DELETE", "?name=aerosocket.server.prot", "").statusCode()).isEqualTo(400);
		assertThat(request("DELETE", "", "").body()).contains(MAX).doesNotContain(setting);
	}

	@Test
	void answersWhatIsWrongWith400() throws Exception {
		HttpResponse<String> refused = request("POST", "",
				"{\"settings\":\"%s=5\\naerosocket.server.port=1\"}".formatted(MAX));
		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(refused.body()).contains("\"applied\":false,\"changed\":{}")
			.contains("\"aerosocket.server.port\":\"It cannot be changed while the server runs.");
		assertThat(this.server.options().maxConnections()).isEqualTo(100_000);
		assertThat(request("POST", "/" + MAX, "{\"value\":\"many\"}").body()).contains("Write a whole number");
		assertThat(request("POST", "", "{}").statusCode()).isEqualTo(400);
		assertThat(request("DELETE", "/aerosocket.server.prot", "").body())
			.contains("Did you mean aerosocket.server.port?");
		assertThat(request("POST", "/aerosocket.audit.enabled", "{\"value\":\"false\"}").body())
			.contains("It is not one of the server's settings")
			.doesNotContain("Did you mean");
	}

	@Test
	void saysThatAServerThatStopsTakesNoChanges() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class,
					AeroSocketSettingsEndpointAutoConfiguration.class))
			.withUserConfiguration(ActuatorTests.SilentHandler.class)
			.withPropertyValues("aerosocket.server.port=0", "management.endpoints.jmx.exposure.include=*",
					"spring.jmx.enabled=true")
			.run((context) -> {
				context.getBean(AeroServer.class).stop(Duration.ZERO);
				AeroSocketSettingsEndpoint endpoint = context.getBean(AeroSocketSettingsEndpoint.class);
				assertThat(endpoint.change(MAX, "7").applied()).isFalse();
				assertThat(endpoint.changeAll(MAX + "=7").refused().get(MAX))
					.startsWith("The server takes no changes any more: it is ");
			});
	}

	private HttpResponse<String> request(String method, String path, String body)
			throws IOException, InterruptedException {
		return request(this.httpPort, method, "/actuator/aerosocketsettings" + path, body);
	}

	static HttpResponse<String> request(int port, String method, String path, String body)
			throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.method(method,
					body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
			.header("Content-Type", "application/json")
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
	}

	/**
	 * With access to read only.
	 */
	@Nested
	@TestPropertySource(properties = "management.endpoint.aerosocketsettings.access=read-only")
	class ReadOnly {

		@LocalServerPort
		private int port;

		@Autowired
		private AeroServer readOnly;

		@Test
		void nothingCanBeChanged() throws Exception {
			String path = "/actuator/aerosocketsettings";
			assertThat(request(this.port, "GET", path, "").statusCode()).isEqualTo(200);
			assertThat(request(this.port, "POST", path, "{\"settings\":\"%s=7\"}".formatted(MAX)).statusCode())
				.isEqualTo(405);
			assertThat(request(this.port, "DELETE", path + "/" + MAX, "").statusCode()).isEqualTo(405);
			assertThat(this.readOnly.options().maxConnections()).isEqualTo(100_000);
		}

	}

	@EnableAutoConfiguration
	@Import(ActuatorTests.SilentHandler.class)
	static class Application {

	}

}
