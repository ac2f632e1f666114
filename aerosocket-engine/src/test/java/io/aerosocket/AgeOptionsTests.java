package io.aerosocket;

import java.time.Duration;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AgeOptions}.
 */
class AgeOptionsTests {

	private static final AgeOptions HUNDRED_SECONDS = AgeOptions.UNLIMITED.withMax(Duration.ofSeconds(100));

	@Test
	void agesOfConnectionsThatCameTogetherAreSpreadEvenly() {
		long[] bySecond = new long[101];
		LongStream.range(5000, 6000)
			.forEach((number) -> bySecond[(int) (HUNDRED_SECONDS.nanosFor(number) / 1_000_000_000L)]++);
		assertThat(LongStream.of(bySecond).limit(80).sum()).as("earlier than the jitter allows").isZero();
		assertThat(LongStream.of(bySecond).skip(80).limit(20)).allMatch((count) -> count >= 40 && count <= 60);
	}

	@Test
	void theAgeOfAConnectionIsTheSameEachTime() {
		assertThat(HUNDRED_SECONDS.nanosFor(7)).isEqualTo(HUNDRED_SECONDS.nanosFor(7));
	}

	@Test
	void withoutJitterAllHaveTheSameAge() {
		assertThat(LongStream.range(0, 100).map(HUNDRED_SECONDS.withJitter(0)::nanosFor).distinct())
			.containsExactly(100_000_000_000L);
	}

	@Test
	void bothHaveARange() {
		assertThatIllegalArgumentException().isThrownBy(() -> HUNDRED_SECONDS.withJitter(1.1))
			.withMessage("age jitter: 1.1 (expected: 0.0 to 1.0)");
		assertThatIllegalArgumentException().isThrownBy(() -> HUNDRED_SECONDS.withJitter(Double.NaN));
		assertThatIllegalArgumentException().isThrownBy(() -> HUNDRED_SECONDS.withMax(Duration.ofSeconds(-1)))
			.withMessage("age max: PT-1S (expected: PT0S to 365 days)");
	}

}
