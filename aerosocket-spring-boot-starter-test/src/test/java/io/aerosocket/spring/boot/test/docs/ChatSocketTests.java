package io.aerosocket.spring.boot.test.docs;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import io.aerosocket.spring.boot.autoconfigure.LocalAeroSocketPort;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;
import io.aerosocket.spring.boot.test.client.AeroSocketTestConnection;

/**
 * The examples of {@code docs/testing.md} that need a port.
 */
@SpringBootTest(properties = "aerosocket.server.port=0")
class ChatSocketTests {

	@Autowired
	private AeroSocketTestClient client;

	@Test
	void overASocket() {
		this.client.connect("/chat/lobby").expectText("Welcome to lobby");
	}

	@LocalAeroSocketPort
	private int port;

	@Test
	void withoutTheBean() {
		try (AeroSocketTestConnection connection = AeroSocketTestClient.forPort(this.port).connect("/chat/lobby")) {
			connection.expectText("Welcome to lobby");
		}
	}

}
