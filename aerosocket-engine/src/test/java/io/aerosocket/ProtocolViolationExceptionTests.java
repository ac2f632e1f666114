package io.aerosocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ProtocolViolationException}.
 */
class ProtocolViolationExceptionTests {

	@ParameterizedTest
	@ValueSource(ints = { 1004, 1005, 1006, 1015 })
	void refusesCodesThatMustNotTravel(int code) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ProtocolViolationException(new CloseCode(code), "a rule"))
			.withMessage("closeCode: " + code + " (expected: a code that may be sent)");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1002, 1007, 1009, 3000, 4999 })
	void takesTheOthers(int code) {
		assertThat(new ProtocolViolationException(new CloseCode(code), "a rule").closeCode().value()).isEqualTo(code);
	}

	@Test
	void keepsHowItWasFoundAndNoStack() {
		IllegalStateException found = new IllegalStateException();
		ProtocolViolationException violation = new ProtocolViolationException(CloseCode.INVALID_PAYLOAD, "a rule",
				found);
		assertThat(violation).hasCause(found).hasMessage("a rule");
		assertThat(violation.getStackTrace()).isEmpty();
	}

}
