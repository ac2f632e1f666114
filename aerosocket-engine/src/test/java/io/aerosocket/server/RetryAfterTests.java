package io.aerosocket.server;

import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryAfter}.
 */
class RetryAfterTests {

	@Test
	void thoseWhoAreTurnedAwayDoNotComeBackTogether() {
		assertThat(Stream.generate(RetryAfter::soon).limit(500).map((headers) -> headers.get("Retry-After")))
			.contains("5", "6", "7")
			.allMatch((seconds) -> seconds.matches("[5-7]"));
	}

	@Test
	void itIsASecondAtLeast() {
		assertThat(RetryAfter.seconds(Duration.ZERO)).isEqualTo("1");
	}

}
