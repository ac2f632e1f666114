package io.aerosocket.spring.boot.test.example;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import io.aerosocket.spring.boot.autoconfigure.LocalAeroSocketPort;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client's bean in a test of the whole application, over a socket.
 */
@SpringBootTest(properties = { "aerosocket.server.port=0", "aerosocket.server.event-loops=1" })
class WholeApplicationTests {

	@Autowired
	private AeroSocketTestClient client;

	@LocalAeroSocketPort
	private int port;

	@Test
	void theBeanKnowsTheServer() {
		assertThat(this.client).hasToString("AeroSocketTestClient[localhost:" + this.port + "]");
		this.client.handshake("/greet/de")
			.user("grace")
			.connect()
			.expectJson("{'text':'DE for grace'}")
			.sendJson(new GreetingHandler.Person("Ada"))
			.expectJson("{'text':'Hello, Ada'}");
	}

	@Test
	void aPageOfTheSameHostIsWelcome() {
		this.client.handshake("/echo").origin("http://localhost:" + this.port).connect();
		this.client.handshake("/echo").origin("http://example.org").expectRefused(403);
	}

	@Test
	void whoeverKnowsThePortNeedsNoBean() {
		AeroSocketTestClient.forPort(this.port).connect("/echo").sendText("a").expectText("a").close();
	}

}
