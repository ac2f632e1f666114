package io.aerosocket.spring.boot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each threat in {@code SECURITY.md} has a defence, and a test that exists.
 */
class SecurityPageTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern TEST = Pattern.compile("`(\\w+Tests)`");

	@Test
	void everyTestThatIsNamedExists() throws IOException {
		Set<String> tests = tests();
		List<String> named = TEST.matcher(page()).results().map((match) -> match.group(1)).distinct().toList();
		assertThat(named).hasSizeGreaterThan(40).allSatisfy((test) -> assertThat(tests).contains(test));
	}

	@Test
	void everyThreatHasADefenceAndATest() throws IOException {
		List<String[]> rows = page().lines()
			.filter((line) -> line.startsWith("| ") && !line.startsWith("| threat "))
			.map((line) -> line.substring(1).split("(?<!\\\\)\\|"))
			.toList();
		assertThat(rows).hasSizeGreaterThan(25).allSatisfy((row) -> {
			assertThat(row).as(String.join("|", row)).hasSize(3).noneMatch(String::isBlank);
			assertThat(row[2]).containsPattern("`(\\w+Tests|mvn verify)`");
		});
	}

	private static String page() throws IOException {
		return Files.readString(ROOT.resolve("SECURITY.md"));
	}

	private static Set<String> tests() throws IOException {
		try (Stream<Path> modules = Files.list(ROOT)) {
			return modules.map((module) -> module.resolve("src/test/java"))
				.filter(Files::isDirectory)
				.flatMap(SecurityPageTests::javaFiles)
				.map((file) -> file.getFileName().toString().replace(".java", ""))
				.collect(Collectors.toSet());
		}
	}

	private static Stream<Path> javaFiles(Path folder) {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter((file) -> file.toString().endsWith(".java")).toList().stream();
		}
		catch (IOException ex) {
			throw new IllegalStateException(folder.toString(), ex);
		}
	}

}
