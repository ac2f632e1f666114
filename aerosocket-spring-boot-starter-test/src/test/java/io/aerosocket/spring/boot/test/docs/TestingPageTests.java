package io.aerosocket.spring.boot.test.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each example of {@code docs/testing.md} stands in a test of this package as it stands
 * there.
 */
class TestingPageTests {

	private static final Path PAGE = Path.of("..", "docs", "testing.md");

	private static final Path TESTS = Path.of("src", "test", "java", "io", "aerosocket", "spring", "boot", "test",
			"docs");

	static List<String> examples() throws IOException {
		return Pattern.compile("(?s)```java\n(.*?)```")
			.matcher(Files.readString(PAGE))
			.results()
			.map((match) -> match.group(1))
			.toList();
	}

	@ParameterizedTest
	@MethodSource("examples")
	void everyExampleIsATest(String example) throws IOException {
		StringBuilder sources = new StringBuilder();
		try (Stream<Path> files = Files.list(TESTS)) {
			for (Path file : files.toList()) {
				sources.append(Files.readString(file));
			}
		}
		assertThat(sources.toString()).containsIgnoringWhitespaces(example);
	}

}
