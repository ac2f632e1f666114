package io.aerosocket.spring.boot.test.example;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.boot.test.autoconfigure.AutoConfigureInMemoryAeroSocket;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which port a test of the whole application gets.
 */
class RandomPortTests {

	/**
	 * Asks for free ports.
	 */
	@Nested
	@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
			properties = "spring.main.web-application-type=none")
	class Random {

		@Autowired
		private AeroServer server;

		@Test
		void anyPortIsTaken() {
			assertThat(this.server.options().port()).isZero();
			assertThat(this.server.port()).isPositive();
		}

	}

	/**
	 * Asks for free ports, and for this one. In memory, where it is not taken.
	 */
	@Nested
	@AutoConfigureInMemoryAeroSocket
	@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
			properties = { "spring.main.web-application-type=none", "aerosocket.server.port=1234" })
	class Chosen {

		@Autowired
		private AeroServer server;

		@Test
		void thePortOfTheTestIsTaken() {
			assertThat(this.server.port()).isEqualTo(1234);
		}

	}

	/**
	 * Asks for nothing. In memory, where the port of applications is not taken.
	 */
	@Nested
	@AutoConfigureInMemoryAeroSocket
	@SpringBootTest
	class Usual {

		@Autowired
		private AeroServer server;

		@Test
		void thePortOfTheApplicationIsTaken() {
			assertThat(this.server.port()).isEqualTo(8090);
		}

	}

}
