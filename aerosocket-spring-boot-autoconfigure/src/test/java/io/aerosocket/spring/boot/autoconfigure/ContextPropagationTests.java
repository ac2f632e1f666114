package io.aerosocket.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;

import io.aerosocket.HandshakeDecision;
import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.HandlerExecution;
import io.aerosocket.spring.handler.OnMessage;
import io.aerosocket.spring.handler.OnOpen;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What handshake interceptors set for their thread reaches the calls of the connection,
 * and nothing else.
 */
@SpringBootTest(classes = ContextPropagationTests.Application.class, properties = { "aerosocket.server.port=0",
		"aerosocket.server.event-loops=1", "spring.main.web-application-type=none" })
class ContextPropagationTests {

	private static final String KEY = "tenant";

	private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

	private final List<TestClient> clients = new ArrayList<>();

	@LocalAeroSocketPort
	private int port;

	@BeforeAll
	static void register() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, TENANT);
	}

	@AfterAll
	static void remove() {
		ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
	}

	@AfterEach
	void disconnect() {
		this.clients.forEach(TestClient::close);
	}

	@Test
	void reachesWorkersAndTheEventLoop() throws Exception {
		TestClient client = connect("/tenant?tenant=acme");
		assertThat(client.receive()).isEqualTo("open acme, seen by the second interceptor");
		assertThat(client.send("").receive()).isEqualTo("worker acme, seen by the second interceptor");
		assertThat(client.send(new byte[1]).receive()).isEqualTo("loop acme, seen by the second interceptor");
	}

	@Test
	void doesNotReachOtherConnectionsOfTheEventLoop() throws Exception {
		TestClient one = connect("/tenant?tenant=one");
		one.receive();
		TestClient none = connect("/tenant");
		assertThat(none.receive()).isEqualTo("open null");
		assertThat(one.send(new byte[1]).receive()).startsWith("loop one");
		assertThat(none.send(new byte[1]).receive()).isEqualTo("loop null");
		assertThat(none.send("").receive()).isEqualTo("worker null");
	}

	private TestClient connect(String path) {
		TestClient client = TestClient.connect(this.port, path);
		this.clients.add(client);
		return client;
	}

	@Import(TenantHandler.class)
	@ImportAutoConfiguration(AeroSocketServerAutoConfiguration.class)
	static class Application {

		@Bean
		@Order(1)
		HandshakeInterceptor tenant() {
			return (handshake) -> {
				List<String> values = handshake.queryParameters().get("tenant");
				if (values != null) {
					TENANT.set(values.get(0));
				}
				return HandshakeDecision.accept().now();
			};
		}

		@Bean
		@Order(2)
		HandshakeInterceptor second() {
			return (handshake) -> {
				if (TENANT.get() != null) {
					TENANT.set(TENANT.get() + ", seen by the second interceptor");
				}
				return HandshakeDecision.accept().now();
			};
		}

	}

	@AeroSocketHandler("/tenant")
	static class TenantHandler {

		@OnOpen
		String open() {
			return "open " + TENANT.get();
		}

		@OnMessage
		String worker(String text) {
			return "worker " + TENANT.get();
		}

		@OnMessage(execution = HandlerExecution.EVENT_LOOP)
		String loop(byte[] data) {
			return "loop " + TENANT.get();
		}

	}

}
