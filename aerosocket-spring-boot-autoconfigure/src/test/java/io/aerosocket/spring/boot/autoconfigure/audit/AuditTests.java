package io.aerosocket.spring.boot.autoconfigure.audit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import io.aerosocket.HandshakeDecision;
import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketAuditProperties;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketServerAutoConfiguration;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketSettings;
import io.aerosocket.spring.boot.autoconfigure.TestClient;
import io.aerosocket.spring.boot.autoconfigure.actuate.AeroSocketConnectionsEndpoint;
import io.aerosocket.spring.boot.autoconfigure.actuate.AeroSocketConnectionsEndpointAutoConfiguration;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What is audited, over real sockets.
 */
@ExtendWith(OutputCaptureExtension.class)
class AuditTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class,
				AeroSocketAuditAutoConfiguration.class, AeroSocketConnectionsEndpointAutoConfiguration.class))
		.withUserConfiguration(Application.class, EchoHandler.class)
		.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.event-loops=1",
				"management.endpoints.web.exposure.include=*");

	@Test
	void aRefusedOriginIsAnAuditEventAndALineOfJson(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			refused(context, "/echo?token=secret", "Origin", "https://evil.example");
			AuditEvent event = audited(context, "AEROSOCKET_ORIGIN_REFUSED");
			assertThat(event.getPrincipal()).isEmpty();
			assertThat(event.getData()).containsEntry("address", "127.0.0.1")
				.containsEntry("path", "/echo")
				.containsEntry("reason", "origin")
				.containsEntry("status", 403);
			assertThat(output)
				.contains("\"type\":\"AEROSOCKET_ORIGIN_REFUSED\",\"principal\":\"\",\"address\":\"127.0.0.1\"")
				.doesNotContain("secret");
		});
	}

	@Test
	void failedAuthenticationIsToldFromMissingRights() {
		this.contextRunner.run((context) -> {
			refused(context, "/echo?status=401");
			assertThat(audited(context, "AEROSOCKET_AUTHENTICATION_FAILED").getData()).containsEntry("status", 401);
			refused(context, "/echo?status=403");
			assertThat(audited(context, "AEROSOCKET_ACCESS_DENIED").getData()).containsEntry("status", 403);
			refused(context, "/echo?status=409");
			assertThat(audited(context, "AEROSOCKET_HANDSHAKE_REFUSED").getData()).containsEntry("status", 409);
		});
	}

	@Test
	void ratesAndThePolicyCloseThatFollows() {
		this.contextRunner
			.withPropertyValues("aerosocket.server.rate-limit.messages-per-second=1",
					"aerosocket.server.rate-limit.policy=close")
			.run((context) -> {
				try (TestClient client = connect(context, "/echo?user=ann")) {
					for (int i = 0; i < 50; i++) {
						client.send("payload");
					}
					AuditEvent limited = audited(context, "AEROSOCKET_RATE_LIMITED");
					assertThat(limited.getPrincipal()).isEqualTo("ann");
					assertThat(limited.getData()).containsEntry("scope", "connection").containsEntry("policy", "close");
					assertThat(audited(context, "AEROSOCKET_POLICY_CLOSE").getData()).containsEntry("code", 1008)
						.containsEntry("path", "/echo");
				}
				catch (CompletionException | IllegalStateException ex) {
					// What was sent last may find the connection closed.
					audited(context, "AEROSOCKET_POLICY_CLOSE");
				}
			});
	}

	@Test
	void moreConnectionsThanAnAddressMayHave() {
		this.contextRunner.withPropertyValues("aerosocket.server.connection.max-per-address=1").run((context) -> {
			try (TestClient client = connect(context, "/echo")) {
				assertThat(client.send("hi").receive()).isEqualTo("hi");
				refused(context, "/echo");
				assertThat(audited(context, "AEROSOCKET_CONNECTION_LIMIT").getData()).containsEntry("reason",
						"address_limit");
			}
		});
	}

	@Test
	void operatorsActionsSayWho() {
		this.contextRunner.run((context) -> {
			try (TestClient client = connect(context, "/echo?user=ann")) {
				assertThat(client.send("hi").receive()).isEqualTo("hi");
				String id = context.getBean(AeroServer.class).connections().all().iterator().next().id();
				context.getBean(AeroSocketConnectionsEndpoint.class).close(id, 4001, "moved on");
				AuditEvent event = audited(context, "AEROSOCKET_OPERATOR_CLOSE");
				assertThat(event.getPrincipal()).isEqualTo("JMX");
				assertThat(event.getData()).containsEntry("connection", id)
					.containsEntry("user", "ann")
					.containsEntry("code", 4001);
			}
		});
	}

	@Test
	void changesOfSettingsSayWhoAndWhat() {
		this.contextRunner.run((context) -> {
			context.getBean(AeroSocketSettings.class).change(Map.of("aerosocket.server.connection.max", "5"), "ann");
			AuditEvent event = audited(context, "AEROSOCKET_SETTINGS_CHANGED");
			assertThat(event.getPrincipal()).isEqualTo("ann");
			assertThat(event.getData()).containsEntry("changes",
					Map.of("aerosocket.server.connection.max", Map.of("before", "100000", "after", "5")));
		});
	}

	@Test
	void addressesAndUsersHavePseudonyms(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("aerosocket.audit.pseudonymize=addresses,users",
					"aerosocket.audit.pseudonymize-key=0123456789abcdef")
			.run((context) -> {
				try (TestClient client = connect(context, "/echo?user=ann")) {
					assertThat(client.send("hi").receive()).isEqualTo("hi");
					String id = context.getBean(AeroServer.class).connections().all().iterator().next().id();
					context.getBean(AeroSocketConnectionsEndpoint.class).close(id, null, null);
					Map<String, Object> data = audited(context, "AEROSOCKET_OPERATOR_CLOSE").getData();
					Pseudonyms same = new Pseudonyms(context.getBean(AeroSocketAuditProperties.class).pseudonymize(),
							"0123456789abcdef");
					assertThat(data).containsEntry("address", same.address("127.0.0.1"))
						.containsEntry("user", same.user("ann"));
					assertThat(same.user("ann")).matches("~[0-9a-f]{16}").isNotEqualTo(same.address("ann"));
				}
				assertThat(output.getOut().lines().filter((line) -> line.contains("AEROSOCKET_OPERATOR_CLOSE")))
					.isNotEmpty()
					.noneMatch((line) -> line.contains("127.0.0.1") || line.contains("\"ann\""));
			});
	}

	@Test
	void aShortKeyIsRefusedAndNotShown() {
		this.contextRunner.withPropertyValues("aerosocket.audit.pseudonymize-key=tooshort")
			.run((context) -> assertThat(context).getFailure()
				.satisfies((error) -> assertThat(error).hasStackTraceContaining("aerosocket.audit.pseudonymize-key")
					.hasStackTraceContaining("16 characters or more"))
				.satisfies((error) -> assertThat(Throwables.getStackTrace(error)).doesNotContain("tooshort")));
	}

	@Test
	void nothingIsAuditedWhenItIsOff() {
		this.contextRunner.withPropertyValues("aerosocket.audit.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SecurityAudit.class));
	}

	private static AuditEvent audited(AssertableApplicationContext context, String type) {
		Audited audited = context.getBean(Audited.class);
		return await().atMost(Duration.ofSeconds(10))
			.until(() -> audited.events.stream()
				.filter((event) -> event.getType().equals(type))
				.findFirst()
				.orElse(null), (found) -> found != null);
	}

	private static TestClient connect(AssertableApplicationContext context, String path, String... headers) {
		return TestClient.connect(context.getBean(AeroServer.class).port(), path, headers);
	}

	private static void refused(AssertableApplicationContext context, String path, String... headers) {
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> connect(context, path, headers));
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		HandshakeInterceptor interceptor() {
			return (handshake) -> {
				Map<String, List<String>> query = handshake.queryParameters();
				if (query.containsKey("status")) {
					return HandshakeDecision.refuse(Integer.parseInt(query.get("status").get(0)), "no").now();
				}
				String user = query.containsKey("user") ? query.get("user").get(0) : null;
				return ((user != null) ? HandshakeDecision.accept(() -> user) : HandshakeDecision.accept()).now();
			};
		}

		@Bean
		Audited auditedEvents() {
			return new Audited();
		}

	}

	static class Audited {

		private final List<AuditEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(AuditApplicationEvent event) {
			this.events.add(event.getAuditEvent());
		}

	}

	@AeroSocketHandler("/echo")
	static class EchoHandler {

		@OnMessage
		String on(String text) {
			return text;
		}

	}

}
