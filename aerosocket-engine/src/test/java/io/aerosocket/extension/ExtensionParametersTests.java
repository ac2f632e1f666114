package io.aerosocket.extension;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ExtensionParametersTests {

	@Test
	void parametersAreFoundByName() {
		ExtensionParameters element = ExtensionParameters.of("foo").with("flag").with("size", 10);
		assertThat(element).hasToString("foo; flag; size=10");
		assertThat(element.has("flag")).isTrue();
		assertThat(element.has("FLAG")).isFalse();
		assertThat(element.value("flag")).isNull();
		assertThat(element.value("size")).isEqualTo("10");
		assertThat(element.value("other")).isNull();
		assertThat(element.hasDuplicates()).isFalse();
		assertThat(element.with("flag").hasDuplicates()).isTrue();
		assertThat(ExtensionParameters.of("foo")).isEqualTo(new ExtensionParameters("foo", List.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a;b", "a,b", "a=b", "\"a\"", "a\r\nX-Injected: 1", "\u00e4", "\u007f" })
	void whatIsNoTokenCannotBeSent(String text) {
		ExtensionParameters foo = ExtensionParameters.of("foo");
		assertThatIllegalArgumentException().isThrownBy(() -> ExtensionParameters.of(text));
		assertThatIllegalArgumentException().isThrownBy(() -> foo.with(text));
		assertThatIllegalArgumentException().isThrownBy(() -> foo.with("x", text))
			.withMessageContaining("expected: a token");
	}

	@Test
	void bitsStandWhereTheRfcHasThem() {
		assertThat(ReservedBit.values()).extracting(ReservedBit::mask).containsExactly(0x40, 0x20, 0x10);
	}

}
