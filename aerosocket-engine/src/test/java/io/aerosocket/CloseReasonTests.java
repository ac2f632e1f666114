package io.aerosocket;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A close reason can say in so many words, and in a form for machines, when to come back.
 */
class CloseReasonTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			the server is shutting down; retry-after=5 | 5
			retry-after=0                              | 0
			restarting;retry-after=17;node=3           | 17
			restarting retry-after=999999999           | 999999999
			""")
	void theHintIsFound(String text, long seconds) {
		assertThat(new CloseReason(CloseCode.GOING_AWAY, text, true).retryAfter())
			.isEqualTo(Duration.ofSeconds(seconds));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "bye", "retry-after=", "retry-after=soon", "retry-after=-1", "retry-after=5s",
			"no-retry-after=5", "retry-after=1.5", "retry-after=9999999999", "Retry-After: 5" })
	void nothingElseIsAHint(String text) {
		assertThat(new CloseReason(CloseCode.GOING_AWAY, text, true).retryAfter()).isNull();
	}

	@Test
	void theHintStandsBehindTheText() {
		CloseReason reason = CloseReason.retryAfter(CloseCode.SERVICE_RESTART, "moving", Duration.ofMillis(2600));
		assertThat(reason).isEqualTo(new CloseReason(CloseCode.SERVICE_RESTART, "moving; retry-after=3", false));
		assertThat(reason.retryAfter()).isEqualTo(Duration.ofSeconds(3));
		assertThat(CloseReason.retryAfter(CloseCode.SERVICE_RESTART, "", Duration.ZERO).text())
			.isEqualTo("retry-after=0");
	}

	@Test
	void aHintIsNeitherInThePastNorForEver() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CloseReason.retryAfter(CloseCode.GOING_AWAY, "", Duration.ofSeconds(-1)))
			.withMessage("retry-after: PT-1S (expected: PT0S to 30 years)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CloseReason.retryAfter(CloseCode.GOING_AWAY, "", Duration.ofDays(20_000)));
	}

}
