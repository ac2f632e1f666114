package io.aerosocket.internal.dispatch;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PathPattern}.
 */
class PathPatternTests {

	@ParameterizedTest(name = "{0} and {1}: {2}")
	@CsvSource(delimiter = '|', textBlock = """
			/                | /           | {}
			/chat            | /chat       | {}
			/chat            | /Chat       |
			/chat            | /chat/      |
			/chat/           | /chat/      | {}
			/chat/           | /chat       |
			/{room}          | /lobby      | {room=lobby}
			/{room}          | /           |
			/{room}          | /a/b        |
			/chat/{room}     | /chat/lobby | {room=lobby}
			/chat/{room}     | /chat/      |
			/chat/{room}     | /chat       |
			/chat/{room}     | /other/a    |
			/{a}/{b}         | /1/2        | {a=1, b=2}
			/{a}/x/{b}       | /1/x/2      | {a=1, b=2}
			/{a}/x/{b}       | /1/y/2      |
			/{a}/            | /1/         | {a=1}
			/größe/{a}       | /größe/ü    | {a=ü}
			""")
	void matches(String pattern, String path, String variables) {
		Map<String, String> matched = PathPattern.parse(pattern).match(segments(path));
		if (variables == null) {
			assertThat(matched).isNull();
		}
		else {
			assertThat(new TreeMap<>(matched)).hasToString(variables);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "chat", "/{}", "/{a}/{a}", "/a{b}", "/{a}b", "/{a", "/a}", "/{{a}}", "/a b", "/a?b",
			"/a#b", "/*", "/a/**", "/%20", "/\t", "/{a}{b}" })
	void refusesMalformedPatterns(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> PathPattern.parse(pattern))
			.withMessageStartingWith("path pattern: " + pattern + " (expected: ");
	}

	@Test
	void morePrecisePatternsComeFirst() {
		List<String> sorted = Stream
			.of("/{a}/{b}", "/chat/{room}", "/{a}", "/chat/lobby", "/chat", "/{a}/x", "/a/{b}/c", "/a/{b}/{c}",
					"/a/b/{c}")
			.map(PathPattern::parse)
			.sorted()
			.map(PathPattern::toString)
			.toList();
		assertThat(sorted).containsExactly("/a/b/{c}", "/a/{b}/c", "/a/{b}/{c}", "/chat", "/chat/lobby", "/chat/{room}",
				"/{a}", "/{a}/x", "/{a}/{b}");
	}

	@ParameterizedTest(name = "{0} and {1}: {2}")
	@CsvSource({ "/a, /a, true", "/{a}, /{b}, true", "/x/{a}, /x/{b}, true", "/{a}, /a, false", "/a, /a/, false",
			"/{a}/b, /{a}/c, false", "/a/b, /ab, false" })
	void namesOfVariablesDoNotTellPatternsApart(String one, String other, boolean same) {
		PathPattern pattern = PathPattern.parse(one);
		assertThat(pattern.isSameAs(PathPattern.parse(other))).isEqualTo(same);
		assertThat(pattern.equals(PathPattern.parse(other))).isEqualTo(same);
		if (same) {
			assertThat(pattern).hasSameHashCodeAs(PathPattern.parse(other));
		}
		assertThat(pattern.equals(null)).isFalse();
	}

	@Test
	void knowsWhetherItHasVariables() {
		assertThat(PathPattern.parse("/a/{b}").hasVariables()).isTrue();
		assertThat(PathPattern.parse("/a/b").hasVariables()).isFalse();
	}

	private static List<String> segments(String path) {
		return Arrays.asList(path.substring(1).split("/", -1));
	}

}
