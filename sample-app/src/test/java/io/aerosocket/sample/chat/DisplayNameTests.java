package io.aerosocket.sample.chat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseCode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DisplayName}.
 */
class DisplayNameTests {

	@ParameterizedTest
	@CsvSource({ "Ada, Ada", "' Ada  Lovelace ', Ada  Lovelace", "x, x", "山田, 山田" })
	void whiteSpaceAroundANameGoes(String requested, String name) {
		assertThat(DisplayName.of(requested)).isEqualTo(name);
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = { " ", "\t\n" })
	void whoGivesNoNameIsGivenOne(String requested) {
		assertThat(DisplayName.of(requested)).matches("[A-Z][a-z]+ [A-Z][a-z]+");
	}

	@Test
	void aNameHasAtMost32Characters() {
		assertThat(DisplayName.of("🎉".repeat(32))).isEqualTo("🎉".repeat(32));
		assertRefused("🎉".repeat(33));
		assertRefused("x".repeat(33));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\u0007b", "a\nb", "a\u0000", "a\u202Eb", "a\u2066b", "a\u2028b", "a\u007Fb", "a\uD800" })
	void aNameHasNothingThatMisleads(String requested) {
		assertRefused(requested);
	}

	@Test
	void aNumberedNameIsNotTooLong() {
		assertThat(DisplayName.numbered("Ada", 2)).isEqualTo("Ada 2");
		assertThat(DisplayName.numbered("🎉".repeat(32), 10)).isEqualTo("🎉".repeat(29) + " 10");
	}

	private static void assertRefused(String requested) {
		assertThatExceptionOfType(ChatRefusedException.class).isThrownBy(() -> DisplayName.of(requested))
			.satisfies((refusal) -> assertThat(refusal.closeCode()).isEqualTo(CloseCode.POLICY_VIOLATION))
			.withMessageStartingWith("A name");
	}

}
