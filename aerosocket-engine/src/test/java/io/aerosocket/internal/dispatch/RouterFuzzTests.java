package io.aerosocket.internal.dispatch;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever path a client asks for: it finds the route that its decoded segments spell, or
 * none, or its escapes are refused; and a variable's value, encoded again, is what
 * travelled.
 */
class RouterFuzzTests {

	private static final Router<String> router = new Router<>(
			Stream.of("/", "/chat", "/chat/{room}", "/chat/lobby", "/{any}/x", "/a/b/c", "/\u00fc/{a}/{b}")
				.map((text) -> Map.entry(PathPattern.parse(text), text))
				.toList());

	private static final Pattern ESCAPE = Pattern.compile("%(..)");

	@FuzzTest(maxDuration = "10m")
	@DictionaryEntries({ "/chat", "/chat/", "/lobby", "/x", "/a/b/c", "%2F", "%2e%2e", "%c3%bc", "%C3%BC", "%00", "%",
			"%ed%a0%80", "%f0%9f%98%80" })
	void findsWhatTheSegmentsSpell(byte[] data) {
		String path = "/" + new String(data, StandardCharsets.ISO_8859_1).replaceAll("[^!-~]|[?#]", "");
		List<String> segments = referenceSegments(path);
		Router.@Nullable Match<String> match;
		try {
			match = router.match(path);
		}
		catch (IllegalArgumentException ex) {
			assertThat(segments).as("what was refused: %s", ex.getMessage()).isNull();
			return;
		}
		assertThat(segments).as("what was not refused").isNotNull();
		assertThat((match != null) ? match.target() : null).isEqualTo(referenceRoute(segments));
		if (match != null) {
			assertThat(segments).containsAll(match.variables().values());
			assertThat(match.variables().values()).doesNotContain("");
		}
	}

	private static @Nullable String referenceRoute(List<String> path) {
		String first = path.get(0);
		return switch (path.size()) {
			case 1 -> first.isEmpty() ? "/" : first.equals("chat") ? "/chat" : null;
			case 2 -> {
				String second = path.get(1);
				if (first.equals("chat") && !second.isEmpty()) {
					yield second.equals("lobby") ? "/chat/lobby" : "/chat/{room}";
				}
				yield (!first.isEmpty() && second.equals("x")) ? "/{any}/x" : null;
			}
			case 3 -> {
				if (path.equals(List.of("a", "b", "c"))) {
					yield "/a/b/c";
				}
				boolean umlaut = first.equals("\u00fc") && !path.get(1).isEmpty() && !path.get(2).isEmpty();
				yield umlaut ? "/\u00fc/{a}/{b}" : null;
			}
			default -> null;
		};
	}

	private static @Nullable List<String> referenceSegments(String path) {
		if (!path.matches("(?:[^%]++|%[0-9A-Fa-f]{2})*+")) {
			return null;
		}
		List<String> segments = new ArrayList<>();
		for (String segment : path.substring(1).split("/", -1)) {
			String bytes = ESCAPE.matcher(segment)
				.replaceAll((escape) -> Matcher.quoteReplacement("" + (char) Integer.parseInt(escape.group(1), 16)));
			try {
				ByteBuffer encoded = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
				segments.add(StandardCharsets.UTF_8.newDecoder().decode(encoded).toString());
			}
			catch (CharacterCodingException ex) {
				return null;
			}
		}
		return segments;
	}

}
