package io.aerosocket.sample.ticker;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

import io.aerosocket.sample.SampleTest;
import io.aerosocket.sample.TestClient;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code /ticker}.
 */
@SampleTest
class TickerTests {

	@Autowired
	private AeroSocketTestClient sockets;

	@Test
	void beginsWithTheListings() {
		try (TestClient client = TestClient.connect(this.sockets, "/ticker")) {
			JsonNode listings = client.next("listings");
			assertThat(listings.path("intervalMillis").asLong()).isEqualTo(100);
			assertThat(listings.path("listings")).isNotEmpty().allSatisfy((listing) -> {
				assertThat(listing.path("symbol").asString()).isNotBlank();
				assertThat(listing.path("open").asDouble()).isPositive();
			});
		}
	}

	@Test
	void everyTickComesInOrderAtTheRate() {
		try (TestClient client = TestClient.connect(this.sockets, "/ticker")) {
			int companies = client.next("listings").path("listings").size();
			JsonNode first = client.next("tick");
			JsonNode last = first;
			for (int i = 0; i < 10; i++) {
				JsonNode tick = client.next("tick");
				assertThat(tick.path("number").asLong()).isEqualTo(last.path("number").asLong() + 1);
				assertThat(tick.path("prices")).hasSize(companies)
					.allSatisfy((price) -> assertThat(price.asDouble()).isPositive());
				last = tick;
			}
			// Generous: what matters is that it is neither a burst nor a crawl.
			assertThat(Duration.between(at(first), at(last))).isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
		}
	}

	@Test
	void allSubscribersSeeTheSamePrices() {
		try (TestClient one = TestClient.connect(this.sockets, "/ticker");
				TestClient other = TestClient.connect(this.sockets, "/ticker")) {
			JsonNode tick = other.next("tick");
			JsonNode same = one.next("tick");
			while (same.path("number").asLong() < tick.path("number").asLong()) {
				same = one.next("tick");
			}
			while (tick.path("number").asLong() < same.path("number").asLong()) {
				tick = other.next("tick");
			}
			assertThat(same).isEqualTo(tick);
		}
	}

	@Test
	void answersASubscriberWhoMeasures() {
		try (TestClient client = TestClient.connect(this.sockets, "/ticker")) {
			client.send("{\"token\":1234.5}");
			assertThat(client.next("pong").path("token").asDouble()).isEqualTo(1234.5);
		}
	}

	private static Instant at(JsonNode tick) {
		return Instant.parse(tick.path("at").asString());
	}

}
