package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.test.context.TestPropertySource;

import io.aerosocket.HandshakeDecision;
import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.boot.autoconfigure.LocalAeroSocketPort;
import io.aerosocket.spring.boot.autoconfigure.TestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The connections over HTTP, and who may close one.
 */
@SpringBootTest(classes = ConnectionsEndpointTests.Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "aerosocket.server.port=0", "aerosocket.server.subprotocols=v1",
				"management.endpoints.web.exposure.include=*" })
class ConnectionsEndpointTests {

	private static final String PATH = "/actuator/aerosocketconnections";

	@LocalServerPort
	private int httpPort;

	@LocalAeroSocketPort
	private int port;

	@Autowired
	private AeroServer server;

	@Autowired
	private Closes closes;

	private final List<TestClient> clients = new ArrayList<>();

	@AfterEach
	void close() {
		this.clients.forEach(TestClient::close);
		await().atMost(Duration.ofSeconds(10)).until(() -> this.server.connections().count() == 0);
	}

	@Test
	void showsAConnection() throws Exception {
		connect("/rooms/kitchen?user=ann", "Sec-WebSocket-Protocol", "v1");
		String id = this.server.connections().all().iterator().next().id();
		String shown = get("/" + id).body();
		assertThat(shown).contains("\"id\":\"" + id + "\",\"path\":\"/rooms/kitchen\",\"pattern\":\"/rooms/{room}\"")
			.contains("\"user\":\"ann\"")
			.contains("\"remoteAddress\":\"/127.0.0.1:")
			.contains("\"subprotocol\":\"v1\"")
			.contains("\"secure\":false,\"open\":true,\"age\":\"PT")
			.contains("\"sinceMessage\":\"PT")
			.contains("\"queuedBytes\":0");
		assertThat(get("").body()).startsWith("{\"total\":1,\"offset\":0,\"connections\":[{\"id\":\"" + id + "\"");
		assertThat(get("/nobody").statusCode()).isEqualTo(404);
	}

	@Test
	void pagesAndFilters() throws Exception {
		for (int i = 0; i < 5; i++) {
			connect("/rooms/kitchen?user=" + ((i < 2) ? "ann" : "bob"));
		}
		connect("/silent");
		assertThat(page("")).isEqualTo(new Page(6, 6));
		assertThat(page("?limit=4")).isEqualTo(new Page(6, 4));
		assertThat(page("?limit=4&offset=4")).isEqualTo(new Page(6, 2));
		assertThat(page("?limit=0")).isEqualTo(new Page(6, 0));
		assertThat(page("?offset=9")).isEqualTo(new Page(6, 0));
		assertThat(page("?user=ann")).isEqualTo(new Page(2, 2));
		assertThat(page("?path=/silent")).isEqualTo(new Page(1, 1));
		assertThat(page("?path=/rooms/kitchen&user=bob&limit=1")).isEqualTo(new Page(3, 1));
		assertThat(page("?path=/rooms/%7Broom%7D")).isEqualTo(new Page(5, 5));
		assertThat(page("?path=/nowhere")).isEqualTo(new Page(0, 0));
		assertThat(get("?limit=4").body() + get("?limit=4&offset=4").body())
			.contains(this.server.connections().all().stream().map((connection) -> connection.id()).toList());
		assertThat(get("?limit=1001").statusCode()).isEqualTo(400);
		assertThat(get("?limit=-1").statusCode()).isEqualTo(400);
		assertThat(get("?offset=-1").statusCode()).isEqualTo(400);
		assertThat(get("?limit=many").statusCode()).isEqualTo(400);
	}

	@Test
	void closesAConnectionWithCodeAndReason() throws Exception {
		TestClient client = connect("/rooms/kitchen?user=ann");
		TestClient other = connect("/silent");
		String id = find("/rooms/kitchen");
		HttpResponse<String> closed = delete("/" + id + "?code=4001&reason=moved+on");
		assertThat(closed.statusCode()).isEqualTo(200);
		assertThat(closed.body()).isEqualTo("{\"id\":\"%s\",\"code\":4001,\"reason\":\"moved on\"}".formatted(id));
		assertThat(client.receive()).isEqualTo("close 4001 moved on");
		assertThat(this.closes.heard).containsExactly("actuator closed " + id + " 4001 moved on");
		await().atMost(Duration.ofSeconds(10)).until(() -> this.server.connections().count() == 1);
		assertThat(delete("/" + id).statusCode()).isEqualTo(404);
		assertThat(delete("/" + find("/silent")).statusCode()).isEqualTo(200);
		assertThat(other.receive()).startsWith("close 1001");
	}

	@ParameterizedTest
	@CsvSource({ "code=999", "code=1004", "code=1005", "code=1006", "code=1015", "code=2999", "code=5000", "code=x",
			"reason=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" })
	void whatCannotBeSentIsRefused(String query) throws Exception {
		TestClient client = connect("/rooms/kitchen");
		assertThat(delete("/" + find("/rooms/kitchen") + "?" + query).statusCode()).isEqualTo(400);
		assertThat(client.send("still here").receive()).isEqualTo("still here");
	}

	private TestClient connect(String path, String... headers) {
		int before = this.server.connections().count();
		TestClient client = TestClient.connect(this.port, path, headers);
		this.clients.add(client);
		await().atMost(Duration.ofSeconds(10)).until(() -> this.server.connections().count() == before + 1);
		return client;
	}

	private String find(String path) {
		return this.server.connections()
			.all()
			.stream()
			.filter((connection) -> connection.handshake().path().equals(path))
			.findFirst()
			.orElseThrow()
			.id();
	}

	private Page page(String query) throws Exception {
		String body = get(query).body();
		int total = Integer.parseInt(body.replaceAll(".*\"total\":(\\d+).*", "$1"));
		return new Page(total, (int) Pattern.compile("\"id\":").matcher(body).results().count());
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return SettingsEndpointTests.request(this.httpPort, "GET", PATH + path, "");
	}

	private HttpResponse<String> delete(String path) throws IOException, InterruptedException {
		return SettingsEndpointTests.request(this.httpPort, "DELETE", PATH + path, "");
	}

	/**
	 * What was shown.
	 *
	 * @param total how many there are
	 * @param shown how many were shown
	 */
	record Page(int total, int shown) {

	}

	/**
	 * With access to read only.
	 */
	@Nested
	@TestPropertySource(properties = "management.endpoint.aerosocketconnections.access=read-only")
	class ReadOnly {

		@LocalServerPort
		private int readOnlyHttpPort;

		@LocalAeroSocketPort
		private int readOnlyPort;

		@Autowired
		private AeroServer readOnly;

		@Test
		void nothingCanBeClosed() throws Exception {
			try (TestClient client = TestClient.connect(this.readOnlyPort, "/rooms/kitchen")) {
				assertThat(client.send("hi").receive()).isEqualTo("hi");
				String id = this.readOnly.connections().all().iterator().next().id();
				assertThat(SettingsEndpointTests.request(this.readOnlyHttpPort, "DELETE", PATH + "/" + id, "")
					.statusCode()).isEqualTo(405);
				assertThat(
						SettingsEndpointTests.request(this.readOnlyHttpPort, "GET", PATH + "/" + id, "").statusCode())
					.isEqualTo(200);
				assertThat(client.send("still here").receive()).isEqualTo("still here");
			}
		}

	}

	@EnableAutoConfiguration
	@Import({ ActuatorTests.RoomHandler.class, ActuatorTests.SilentHandler.class, Closes.class })
	static class Application {

		@Bean
		HandshakeInterceptor users() {
			return (handshake) -> {
				String user = handshake.queryParameters().containsKey("user")
						? handshake.queryParameters().get("user").get(0) : null;
				return ((user != null) ? HandshakeDecision.accept(() -> user) : HandshakeDecision.accept()).now();
			};
		}

	}

	static class Closes {

		private final List<String> heard = new ArrayList<>();

		@EventListener
		void on(AeroSocketOperatorCloseEvent event) {
			this.heard.add(event.getOperator() + " closed " + event.getConnection().id() + " " + event.getCode() + " "
					+ event.getReason());
		}

	}

}
