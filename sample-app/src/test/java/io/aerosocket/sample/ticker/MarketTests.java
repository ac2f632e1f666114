package io.aerosocket.sample.ticker;

import java.time.Instant;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Market}.
 */
class MarketTests {

	private final Market market = new Market(new Random(1));

	@Test
	void pricesStayNearHomeForADay() {
		for (int i = 0; i < 24 * 60 * 60 * 10; i++) {
			this.market.tick(Instant.EPOCH);
		}
		assertThat(this.market.listings()).allSatisfy(
				(listing) -> assertThat(listing.recent().get(0)).isBetween(0.4 * listing.open(), 1.8 * listing.open()));
	}

	@Test
	void remembersABoundedNumberOfPrices() {
		for (int i = 0; i < 1000; i++) {
			this.market.tick(Instant.EPOCH);
		}
		assertThat(this.market.listings()).allSatisfy((listing) -> assertThat(listing.recent()).hasSize(120));
	}

	@Test
	void ticksAreNumbered() {
		assertThat(this.market.tick(Instant.EPOCH).number()).isZero();
		assertThat(this.market.tick(Instant.EPOCH).number()).isOne();
	}

}
