package io.aerosocket.spring.boot.test.docs;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.aerosocket.ConnectionHandler;
import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;
import io.aerosocket.spring.boot.test.client.AeroSocketTestConnection;
import io.aerosocket.spring.boot.test.memory.MemoryNetwork;

/**
 * The example of {@code docs/testing.md} that tests the engine alone.
 */
class WithoutSpringTests {

	@Test
	void memory() {
		MemoryNetwork network = new MemoryNetwork();
		AeroServer server = AeroServer.builder()
			.options((options) -> options.channels(network))
			.route("/echo", ConnectionHandler.of((connection, message) -> connection.send(message)))
			.build();
		try (server; AeroSocketTestClient client = AeroSocketTestClient.over(network)) {
			server.start();
			AeroSocketTestConnection connection = client.connect("/echo").sendText("hello").expectText("hello");
			network.clock().advance(Duration.ofMinutes(1));
			connection.expectPing();
		}
	}

}
