package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documentation lists the meters as they are.
 */
class AeroSocketMetersTests {

	private static final Path DOCUMENTATION = Path.of("../docs/observability.md");

	@Test
	void documentationListsEveryMeter() throws Exception {
		List<String> rows = Files.readAllLines(DOCUMENTATION)
			.stream()
			.filter((line) -> line.startsWith("| `aerosocket."))
			.toList();
		assertThat(rows).containsExactlyElementsOf(
				Arrays.stream(AeroSocketMeters.values()).map(AeroSocketMetersTests::row).toList());
	}

	private static String row(AeroSocketMeters meter) {
		String tags = meter.tags().stream().map((tag) -> "`" + tag.asString() + "`").collect(Collectors.joining(", "));
		return "| `" + meter.getName() + "` | " + meter.getType().name().toLowerCase(Locale.ROOT) + " | " + tags + " | "
				+ meter.description() + " |";
	}

}
