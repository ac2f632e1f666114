package io.aerosocket.internal.extension;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.extension.ExtensionParameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ExtensionHeaderTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
			foo                                | foo
			foo, bar                           | foo, bar
			foo;x, bar;y=1                     | foo; x, bar; y=1
			foo; x="1"                         | foo; x=1
			foo; x="a\\b\\-c"                  | foo; x=ab-c
			foo; x; x; x=2                     | foo; x; x; x=2
			foo, foo; a, foo; b                | foo, foo; a, foo; b
			, foo ,, bar,                      | foo, bar
			!#$%&*+-.^_`~09azAZ                | !#$%&*+-.^_`~09azAZ
			""")
	void listsAreRead(String value, String elements) {
		assertThat(ExtensionHeader.format(parse(value))).isEqualTo(elements);
	}

	@ParameterizedTest
	@ValueSource(strings = { ";", "foo;", "foo; ;x", "foo; =1", "foo; x=", "foo; x=\"\"", "foo; x=\"1", "foo; x=\"1\\",
			"foo; x=\"a b\"", "foo; x=\"a,b\"", "foo; x=1 2", "foo bar", "foo; x y", "foo=1", "f\u00f6\u00f6",
			"foo; x=\"1\"2", "\"foo\"", "foo/bar", "foo; x=(1)", "foo\u0001", "foo, ;", "foo; x\"1\"", "{foo" })
	void malformedListsAreRefused(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> parse(value))
			.withMessageStartingWith("Sec-WebSocket-Extensions: ");
		assertThatIllegalArgumentException().isThrownBy(() -> parse("good", value));
	}

	@Test
	void blanksEscapesAndAllCharactersOfTokensAreRead() {
		assertThat(ExtensionHeader.format(parse(" \tfoo\t ; x = 1 ; y , bar "))).isEqualTo("foo; x=1; y, bar");
		assertThat(ExtensionHeader.format(parse("foo; x=\"a\\b\\-c\""))).isEqualTo("foo; x=ab-c");
		assertThat(ExtensionHeader.format(parse("a'|b"))).isEqualTo("a'|b");
	}

	@Test
	void severalLinesAreOneList() {
		assertThat(parse("foo; x", "bar, baz; y=1").stream().map(ExtensionParameters::toString))
			.containsExactly("foo; x", "bar", "baz; y=1");
	}

	@Test
	void nothingIsNoElement() {
		assertThat(parse()).isEmpty();
		assertThat(parse("", " , ")).isEmpty();
		assertThat(ExtensionHeader.format(List.of())).isNull();
	}

	private static List<ExtensionParameters> parse(String... values) {
		return ExtensionHeader.parse(List.of(values));
	}

}
