package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documentation lists the meters as they are.
 */
class AeroSocketMetersTests {

	private static final Path DOCUMENTATION = Path.of("../docs/observability.md");

	@Test
	void documentationIsGeneratedFromTheEnum() throws Exception {
		String page = Files.readString(DOCUMENTATION);
		String generated = MetersPage.generate(page);
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(DOCUMENTATION, generated);
			page = generated;
		}
		assertThat(page)
			.as("docs/observability.md is generated, so never edit its tables of meters. To write them again:\n  %s",
					"mvn -pl aerosocket-spring-boot-autoconfigure -am test -Dtest=AeroSocketMetersTests "
							+ "-Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true")
			.isEqualTo(generated);
	}

	@Test
	void everyMeterSaysWhatItIs() {
		assertThat(AeroSocketMeters.values()).allSatisfy((meter) -> {
			assertThat(meter.getName()).startsWith("aerosocket.server.").matches("[a-z.]+");
			assertThat(meter.description()).matches("[A-Z1].*[^.]");
		});
		assertThat(AeroSocketMeters.values()).extracting(AeroSocketMeters::getName).doesNotHaveDuplicates();
	}

	@Test
	void noTagHasManyValues() {
		assertThat(Arrays.stream(AeroSocketMeters.Tag.values())).allSatisfy((tag) -> {
			assertThat(tag.choices()).hasSizeLessThan(25).doesNotHaveDuplicates();
			assertThat(tag.choices().isEmpty()).isEqualTo(tag == AeroSocketMeters.Tag.PATH);
		});
	}

}
