package io.aerosocket.benchmarks.load;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Schedule}.
 */
class ScheduleTests {

	private static final long SECOND = 1_000_000_000;

	@Test
	void messagesAreEvenlySpaced() {
		Schedule schedule = new Schedule(100, 4);
		assertThat(new long[] { schedule.next(), schedule.next(), schedule.next() }).containsExactly(100,
				100 + SECOND / 4, 100 + SECOND / 2);
		assertThat(schedule.taken()).isEqualTo(3);
	}

	@Test
	void aMessageIsDueFromItsTimeOn() {
		Schedule schedule = new Schedule(100, 1);
		assertThat(schedule.isDue(99)).isFalse();
		assertThat(schedule.isDue(100)).isTrue();
	}

	@Test
	void aDelayDoesNotMoveTheTimesThatFollow() {
		Schedule schedule = new Schedule(0, 1000);
		schedule.next();
		assertThat(schedule.isDue(5 * SECOND)).isTrue();
		assertThat(schedule.next()).isEqualTo(SECOND / 1000);
	}

	@Test
	void theClockMayPassItsHighestNumber() {
		Schedule schedule = new Schedule(Long.MAX_VALUE, 1);
		assertThat(schedule.isDue(Long.MIN_VALUE)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 7, 20_000, 999_999, 1_000_000 })
	void nothingIsLostInRounding(int rate) {
		Schedule schedule = new Schedule(0, rate);
		for (int i = 0; i < rate; i++) {
			schedule.next();
		}
		assertThat(schedule.next()).isEqualTo(SECOND);
	}

}
