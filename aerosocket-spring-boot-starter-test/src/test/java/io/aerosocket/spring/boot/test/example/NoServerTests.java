package io.aerosocket.spring.boot.test.example;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A test of an application whose server is switched off.
 */
@SpringBootTest(properties = { "spring.main.web-application-type=none", "aerosocket.server.enabled=false" })
class NoServerTests {

	@Autowired
	private AeroSocketTestClient client;

	@Test
	void theClientSaysThatThereIsNobody() {
		assertThatIllegalStateException().isThrownBy(() -> this.client.connect("/echo"))
			.withMessageContaining("aerosocket.server.enabled");
	}

}
