package io.aerosocket.spring.boot.test.example;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import io.aerosocket.spring.boot.test.autoconfigure.AutoConfigureInMemoryAeroSocket;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;
import io.aerosocket.spring.boot.test.memory.AeroSocketTestClock;

/**
 * The whole application on a network in memory.
 */
@SpringBootTest
@AutoConfigureInMemoryAeroSocket
class WholeApplicationInMemoryTests {

	@Autowired
	private AeroSocketTestClient client;

	@Autowired
	private AeroSocketTestClock clock;

	@Test
	void everythingIsThereButTheSocket() {
		var connection = this.client.connect("/greet/de").expectJson("{'text':'DE for anybody'}");
		this.clock.advance(Duration.ofSeconds(30));
		connection.expectPing().sendText("{\"name\":\"Ada\"}").expectJson("{'text':'Hello, Ada'}");
	}

}
