package io.aerosocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CloseCode} and {@link CloseReason}.
 */
class CloseCodeTests {

	@ParameterizedTest(name = "RFC 6455 7.4: {0} to {1} may be sent: {2}")
	@CsvSource({ "-1, 999, false", "1000, 1003, true", "1004, 1006, false", "1007, 1014, true", "1015, 2999, false",
			"3000, 4999, true", "5000, 65536, false" })
	void onlySomeCodesMayTravel(int first, int last, boolean sendable) {
		for (int code = first; code <= last; code++) {
			assertThat(CloseCode.isSendable(code)).as("%d", code).isEqualTo(sendable);
			if (code >= 1000 && code <= 4999) {
				assertThat(new CloseCode(code).isSendable()).isEqualTo(sendable);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { Integer.MIN_VALUE, -1, 0, 999, 5000, 65_535, Integer.MAX_VALUE })
	void codesHaveFourDigits(int value) {
		assertThatIllegalArgumentException().isThrownBy(() -> new CloseCode(value))
			.withMessage("close code: " + value + " (expected: 1000-4999)");
	}

	@Test
	void isEqualByItsNumberAndReadsLikeIt() {
		assertThat(new CloseCode(1000)).isEqualTo(CloseCode.NORMAL).hasToString("1000");
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource({ "1000, true", "1005, true", "1006, false", "1011, true", "4999, true" })
	void aReasonIsCleanUnlessTheTransportWasLost(int code, boolean clean) {
		assertThat(new CloseReason(new CloseCode(code), "", true).clean()).isEqualTo(clean);
	}

}
