package io.aerosocket.spring.boot.autoconfigure;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real applications, with everything that Boot configures: the server beside each kind of
 * web server, and alone.
 */
class CoexistenceTests {

	@ParameterizedTest(name = "{0}, virtual threads {2}")
	@CsvSource({ "SERVLET, tomcat, false", "SERVLET, tomcat, true", "REACTIVE, netty, false", "REACTIVE, netty, true" })
	void besideWebServer(WebApplicationType type, String server, boolean virtualThreads) throws Exception {
		try (ConfigurableApplicationContext context = run(type, "--spring.threads.virtual.enabled=" + virtualThreads,
				"--management.endpoints.web.exposure.include=*", "--management.endpoint.health.show-details=always")) {
			int web = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			int sockets = context.getEnvironment().getRequiredProperty("local.aerosocket.port", Integer.class);
			assertThat(web).isNotEqualTo(sockets);
			assertThat(TestClient.get(web, "/thread")).containsIgnoringCase("thread");
			assertThat(context.getClass().getName()).containsIgnoringCase(type.name());
			try (TestClient client = TestClient.connect(sockets, "/thread")) {
				assertThat(client.send("").receive()).contains(expectedThread(virtualThreads));
				assertThat(TestClient.get(web, "/actuator/aerosocket")).contains("\"/thread\"");
				assertThat(TestClient.get(web, "/actuator/health")).contains("\"aerosocket\"");
				assertThat(TestClient.get(web, "/actuator/metrics")).contains("aerosocket.");
			}
		}
	}

	@Test
	void actuatorOnAPortOfItsOwn() throws Exception {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, "--management.server.port=0",
				"--management.endpoints.web.exposure.include=*")) {
			int management = context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
			assertThat(TestClient.get(management, "/actuator/aerosocket")).contains("\"/thread\"");
		}
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET", "REACTIVE", "NONE" })
	void lazyInitializationStartsTheServerAllTheSame(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = run(type, "--spring.main.lazy-initialization=true")) {
			AeroServer server = context.getBean(AeroServer.class);
			assertThat(server.state()).isEqualTo(AeroServer.State.RUNNING);
			try (TestClient client = TestClient.connect(server.port(), "/thread")) {
				assertThat(client.send("").receive()).isNotEmpty();
			}
		}
	}

	private static String expectedThread(boolean virtualThreads) {
		return (virtualThreads && Runtime.version().feature() >= 21) ? "VirtualThread" : "aerosocket-worker";
	}

	private static ConfigurableApplicationContext run(WebApplicationType type, String... arguments) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(type);
		application.setDefaultProperties(Map.of("server.port", "0", "aerosocket.server.port", "0",
				"aerosocket.server.event-loops", "1", "spring.main.banner-mode", "off"));
		return application.run(arguments);
	}

	@EnableAutoConfiguration
	@Import({ ThreadController.class, ThreadHandler.class })
	static class Application {

	}

	@RestController
	static class ThreadController {

		@GetMapping("/thread")
		List<String> thread() {
			return List.of(Thread.currentThread().toString());
		}

	}

	@AeroSocketHandler("/thread")
	static class ThreadHandler {

		@OnMessage
		String on(String text) {
			return Thread.currentThread().toString();
		}

	}

}
