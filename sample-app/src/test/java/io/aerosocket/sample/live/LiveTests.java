package io.aerosocket.sample.live;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import io.aerosocket.sample.SampleTest;
import io.aerosocket.sample.TestClient;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code /live}.
 */
@SampleTest
class LiveTests {

	@Autowired
	private AeroSocketTestClient sockets;

	@Test
	void beginsWithWhatWasAndGoesOn() {
		try (TestClient viewer = TestClient.connect(this.sockets, "/live")) {
			JsonNode history = viewer.next("history");
			assertThat(history.path("intervalMillis").asLong()).isEqualTo(1000);
			JsonNode one = viewer.next("moment");
			JsonNode other = viewer.next("moment");
			assertThat(other.path("number").asLong()).isEqualTo(one.path("number").asLong() + 1);
			assertThat(one.path("connections").path("open").asLong()).isPositive();
			assertThat(one.path("connections").path("paths").path("/live").asLong()).isPositive();
			try (TestClient late = TestClient.connect(this.sockets, "/live")) {
				assertThat(late.next("history").path("moments").valueStream())
					.anySatisfy((moment) -> assertThat(moment).isEqualTo(one));
			}
		}
	}

	@Test
	void tellsOfMessagesRefusalsAndCloses() {
		try (TestClient viewer = TestClient.connect(this.sockets, "/live")) {
			this.sockets.handshake("/nothing").expectRefused(404);
			try (TestClient talker = TestClient.connect(this.sockets, "/echo")) {
				talker.send("Hello");
				talker.connection().receiveText();
				talker.connection().close(4001).expectClose(4001).expectEnd();
			}
			JsonNode moment = viewer.next("moment");
			while (!moment.path("totals").path("closes").has("4001")) {
				moment = viewer.next("moment");
			}
			assertThat(moment.path("totals").path("refusals").path("path").asLong()).isPositive();
			assertThat(moment.path("totals").path("opened").asLong()).isGreaterThan(1);
		}
	}

	@Test
	void answersAViewerWhoMeasures() {
		try (TestClient viewer = TestClient.connect(this.sockets, "/live")) {
			viewer.send("{\"token\":7.5}");
			assertThat(viewer.next("pong").path("token").asDouble()).isEqualTo(7.5);
		}
	}

}
