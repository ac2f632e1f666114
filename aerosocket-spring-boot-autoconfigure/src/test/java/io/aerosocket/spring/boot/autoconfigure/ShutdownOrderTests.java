package io.aerosocket.spring.boot.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application that stops, with a web server, a database and an executor beside: what
 * handlers use is there until the last of them has finished, and probes see it coming.
 */
class ShutdownOrderTests {

	private final HttpClient http = HttpClient.newHttpClient();

	private ConfigurableApplicationContext context;

	private AeroServer server;

	private Gate gate;

	@AfterEach
	void end() {
		this.gate.handlers.countDown();
		this.gate.requests.countDown();
		this.context.close();
	}

	@Test
	void handlersUseDatabaseAndExecutorWhileConnectionsDrain() throws Exception {
		run();
		TestClient client = TestClient.connect(this.server.port(), "/orders").send("tea").send("cake");
		assertThat(this.gate.handling.await(10, TimeUnit.SECONDS)).isTrue();
		Thread closing = closing();
		await().until(() -> this.server.state() == AeroServer.State.DRAINING);
		this.gate.handlers.countDown();
		assertThat(client.receive()).isEqualTo("1 order, by the executor");
		assertThat(client.receive()).isEqualTo("2 orders, by the executor");
		assertThat(client.receive()).startsWith("close 1001");
		closing.join(TimeUnit.SECONDS.toMillis(20));
		assertThat(closing.isAlive()).isFalse();
	}

	@Test
	void probesAnswerWhileConnectionsDrain() throws Exception {
		run("--aerosocket.server.shutdown.accept-for=5m", "--aerosocket.server.shutdown.grace-period=20m");
		int web = this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		int port = this.server.port();
		assertThat(get(web, "/actuator/health/readiness").join()).isEqualTo("200 {\"status\":\"UP\"}");
		Thread closing = closing();
		await().until(() -> this.server.state() == AeroServer.State.DRAINING);
		assertThat(get(web, "/actuator/health/readiness").join()).startsWith("503").contains("OUT_OF_SERVICE");
		assertThat(get(web, "/actuator/health/liveness").join()).isEqualTo("200 {\"status\":\"UP\"}");
		assertThat(get(port, "/health").join()).isEqualTo("503 draining");
		// Whoever was sent here before the load balancer noticed.
		try (TestClient late = TestClient.connect(port, "/orders")) {
			assertThat(get(web, "/actuator/metrics/aerosocket.server.drain.left").join()).contains("\"value\":1.0");
			this.context.getBean(AeroSocketServerLifecycle.class).stop(() -> {
			});
			assertThat(late.receive()).startsWith("close 1001");
		}
		closing.join(TimeUnit.SECONDS.toMillis(20));
		assertThat(closing.isAlive()).isFalse();
	}

	@Test
	void requestsOfTheWebServerAreFinishedAfterwards() throws Exception {
		run();
		int web = this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		CompletableFuture<String> answer = get(web, "/slow");
		TestClient client = TestClient.connect(this.server.port(), "/orders").send("tea");
		assertThat(this.gate.requested.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.gate.handling.await(10, TimeUnit.SECONDS)).isTrue();
		Thread closing = closing();
		await().until(() -> this.server.state() == AeroServer.State.DRAINING);
		assertThat(get(web, "/quick").join()).as("taken while connections drain").isEqualTo("200 quick");
		this.gate.handlers.countDown();
		assertThat(client.receive()).isEqualTo("1 order, by the executor");
		assertThat(client.receive()).startsWith("close 1001");
		await().until(() -> this.server.state() == AeroServer.State.STOPPED);
		this.gate.requests.countDown();
		assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("200 slow, 1 order");
		closing.join(TimeUnit.SECONDS.toMillis(20));
		assertThat(closing.isAlive()).isFalse();
	}

	private Thread closing() {
		Thread thread = new Thread(this.context::close, "closing");
		thread.start();
		return thread;
	}

	private CompletableFuture<String> get(int port, String path) {
		return this.http
			.sendAsync(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
					HttpResponse.BodyHandlers.ofString())
			.thenApply((response) -> response.statusCode() + " " + response.body().strip());
	}

	private void run(String... arguments) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.SERVLET);
		application.setDefaultProperties(Map.of("server.port", "0", "aerosocket.server.port", "0",
				"aerosocket.server.event-loops", "1", "aerosocket.server.health-path", "/health",
				"management.endpoints.web.exposure.include", "*", "server.shutdown", "graceful",
				"spring.main.banner-mode", "off", "management.endpoint.health.probes.enabled", "true"));
		this.context = application.run(arguments);
		this.server = this.context.getBean(AeroServer.class);
		this.gate = this.context.getBean(Gate.class);
	}

	private static String orders(JdbcClient database) {
		int count = database.sql("select count(*) from orders").query(Integer.class).single();
		return count + ((count == 1) ? " order" : " orders");
	}

	@EnableAutoConfiguration
	@Import({ OrderHandler.class, Pages.class, Gate.class })
	static class Application {

		@Bean
		EmbeddedDatabase database() {
			return new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).generateUniqueName(true).build();
		}

		@Bean
		JdbcClient jdbcClient(EmbeddedDatabase database) {
			JdbcClient client = JdbcClient.create(database);
			client.sql("create table orders (name varchar(20))").update();
			return client;
		}

	}

	static class Gate {

		final CountDownLatch handling = new CountDownLatch(1);

		final CountDownLatch handlers = new CountDownLatch(1);

		final CountDownLatch requested = new CountDownLatch(1);

		final CountDownLatch requests = new CountDownLatch(1);

	}

	@AeroSocketHandler("/orders")
	record OrderHandler(JdbcClient database, AsyncTaskExecutor executor, Gate gate) {

		@OnMessage
		String on(String name) throws Exception {
			this.gate.handling.countDown();
			this.gate.handlers.await();
			this.database.sql("insert into orders values (?)").param(name).update();
			return this.executor.submit(() -> orders(this.database) + ", by the executor").get();
		}

	}

	@RestController
	record Pages(JdbcClient database, Gate gate) {

		@GetMapping("/slow")
		String slow() throws Exception {
			this.gate.requested.countDown();
			this.gate.requests.await();
			return "slow, " + orders(this.database);
		}

		@GetMapping("/quick")
		String quick() {
			return "quick";
		}

	}

}
