package io.aerosocket.internal.dispatch;

import java.util.ArrayList;
import java.util.Collections;
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
 * Tests for {@link Router}.
 */
class RouterTests {

	private static final List<String> PATTERNS = List.of("/{any}", "/chat/{room}", "/chat/lobby", "/{a}/{b}", "/chat",
			"/chat/{room}/{user}", "/größe", "/", "/a/b/c", "/a:b", "/x/");

	private final Router<String> router = router(PATTERNS);

	@ParameterizedTest(name = "{0} is served by {1} with {2}")
	@CsvSource(delimiter = '|', textBlock = """
			/                     | /                   | {}
			/chat                 | /chat               | {}
			/chat/lobby           | /chat/lobby         | {}
			/chat/other           | /chat/{room}        | {room=other}
			/chat/lobby/me        | /chat/{room}/{user} | {room=lobby, user=me}
			/other                | /{any}              | {any=other}
			/other/lobby          | /{a}/{b}            | {a=other, b=lobby}
			/a/b/c                | /a/b/c              | {}
			/x/                   | /x/                 | {}
			/x                    | /{any}              | {any=x}
			/chat/                |                     |
			/other/               |                     |
			/1/2/3                |                     |
			//                    |                     |
			/chat/a%20b           | /chat/{room}        | {room=a b}
			/chat/a+b             | /chat/{room}        | {room=a+b}
			/chat/%C3%A9          | /chat/{room}        | {room=é}
			/chat/%c3%a9%41z      | /chat/{room}        | {room=éAz}
			/gr%C3%B6%C3%9Fe      | /größe              | {}
			/a%3Ab                | /a:b                | {}
			/ch%61t               | /chat               | {}
			/ch%61t/lobby         | /chat/lobby         | {}
			/chat/%6Cobby         | /chat/lobby         | {}
			/ch%61t/other         | /chat/{room}        | {room=other}
			/chat/a%2Fb           | /chat/{room}        | {room=a/b}
			/chat%2Flobby         | /{any}              | {any=chat/lobby}
			/a%2Fb/c              | /{a}/{b}            | {a=a/b, b=c}
			/chat/%2e%2e          | /chat/{room}        | {room=..}
			/chat/%25             | /chat/{room}        | {room=%}
			""")
	void findsTheMostPreciseRoute(String path, String pattern, String variables) {
		Router.Match<String> match = this.router.match(path);
		if (pattern == null) {
			assertThat(match).isNull();
		}
		else {
			assertThat(match.target()).isEqualTo(pattern);
			assertThat(match.pattern()).hasToString(pattern);
			assertThat(new TreeMap<>(match.variables())).hasToString(variables);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/chat/lobby", "/ch%61t/lobby", "/chat/other", "/größe", "/gr%C3%B6%C3%9Fe", "/x/" })
	void theOrderOfRoutesDoesNotMatter(String path) {
		List<String> reversed = new ArrayList<>(PATTERNS);
		Collections.reverse(reversed);
		assertThat(router(reversed).match(path)).isEqualTo(this.router.match(path));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/%2", "/%", "/a%zz", "/a%g1", "/a%1g", "/chat/%C3", "/chat/%ff", "/chat/%C0%AF",
			"/chat/%ED%A0%80", "/a/b/%", "/%C3/%A9" })
	void refusesMalformedEscapes(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.router.match(path))
			.withMessageContaining("malformed escape");
	}

	@Test
	void anEncodedSlashIsNoSeparator() {
		Router<String> literals = router(List.of("/a/b"));
		assertThat(literals.match("/a/b")).isNotNull();
		assertThat(literals.match("/a%2Fb")).isNull();
		assertThat(literals.match("/a%2fb")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "chat", "*", "xchat/lobby", "example.org:443", "" })
	void whatIsNoPathMatchesNothing(String path) {
		assertThat(this.router.match(path)).isNull();
	}

	@ParameterizedTest(name = "{0} and {1}")
	@CsvSource({ "/a, /a", "/{a}, /{b}", "/x/{a}/y, /x/{b}/y" })
	void refusesTwoRoutesForTheSamePaths(String one, String other) {
		assertThatIllegalArgumentException().isThrownBy(() -> router(List.of(one, "/other", other)))
			.withMessageContaining(one)
			.withMessageContaining(other)
			.withMessageContaining("expected: one handler for each path");
	}

	@Test
	void withoutRoutesNothingIsFound() {
		assertThat(router(List.of()).match("/")).isNull();
	}

	private static Router<String> router(List<String> patterns) {
		Stream<Map.Entry<PathPattern, String>> routes = patterns.stream()
			.map((pattern) -> Map.entry(PathPattern.parse(pattern), pattern));
		return new Router<>(routes.toList());
	}

}
