package io.aerosocket.spring.boot.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The properties, their metadata and their documentation say the same.
 */
class ConfigurationMetadataTests {

	private static final String PREFIX = "aerosocket.server";

	private static final Path DOCUMENTATION = Path.of("../docs/configuration.md");

	@Test
	void everyPropertyHasDescriptionInTheMetadata() {
		Map<String, JsonNode> metadata = ConfigurationPage.properties();
		assertThat(metadata.keySet()).filteredOn((name) -> name.startsWith(PREFIX + "."))
			.containsExactlyInAnyOrderElementsOf(declared(PREFIX, AeroSocketServerProperties.class));
		assertThat(metadata).allSatisfy((name, property) -> {
			assertThat(property.path("type").asString()).as(name).isNotEmpty();
			assertThat(property.path("description").asString()).as(name).endsWith(".").doesNotStartWith("The ");
		});
	}

	@Test
	void defaultsAreThoseOfTheEngine() {
		Map<String, JsonNode> metadata = ConfigurationPage.properties();
		assertThat(metadata.get(PREFIX + ".port").path("defaultValue").asInt()).isEqualTo(8090);
		assertThat(metadata.get(PREFIX + ".ssl.protocols").path("defaultValue").path(0).asString())
			.isEqualTo("TLSv1.3");
	}

	@Test
	void actuatorHasProperties() {
		assertThat(ConfigurationPage.properties()).containsKeys("management.endpoint.aerosocket.access",
				"management.health.aerosocket.enabled");
	}

	@Test
	void everyChoiceHasHints() {
		Map<String, JsonNode> properties = ConfigurationPage.properties();
		properties.keySet().removeIf((name) -> !name.startsWith("aerosocket."));
		assertThat(properties).allSatisfy((name, property) -> {
			Class<?> type = type(property);
			if (type.isEnum()) {
				assertThat(hints(name))
					.as("%s needs a hint for each constant in additional-spring-configuration-" + "metadata.json", name)
					.containsOnlyKeys(PropertyChoices.of(type).toArray(String[]::new));
			}
			if (property.path("description").asString().contains("Use '0'")) {
				assertThat(hints(name)).as("%s needs a hint that says what 0 means", name)
					.containsKey((type == Duration.class) ? "0s" : "0");
			}
		});
	}

	@Test
	void everyHintIsForAPropertyAndSaysWhatItMeans() {
		assertThat(ConfigurationPage.metadata().path("hints")).isNotEmpty().allSatisfy((hint) -> {
			assertThat(ConfigurationPage.properties()).containsKey(hint.path("name").asString());
			assertThat(hint.path("values"))
				.allSatisfy((value) -> assertThat(value.path("description").asString()).as(hint.path("name").asString())
					.endsWith("."));
		});
	}

	@Test
	void documentationIsGeneratedFromTheMetadata() throws Exception {
		String page = Files.readString(DOCUMENTATION);
		String generated = ConfigurationPage.generate(page);
		if (Boolean.getBoolean("docs.write")) {
			Files.writeString(DOCUMENTATION, generated);
			page = generated;
		}
		assertThat(page)
			.as("docs/configuration.md is generated, so never edit its tables. To write them again:\n  %s",
					"mvn -pl aerosocket-spring-boot-autoconfigure -am test -Dtest=ConfigurationMetadataTests "
							+ "-Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true")
			.isEqualTo(generated);
	}

	private static Class<?> type(JsonNode property) {
		String name = property.path("type").asString().replaceAll("<.*", "");
		return ClassUtils.resolveClassName(name, null);
	}

	private static Map<String, String> hints(String property) {
		Map<String, String> result = new TreeMap<>();
		ConfigurationPage.metadata()
			.path("hints")
			.valueStream()
			.filter((hint) -> hint.path("name").asString().equals(property))
			.forEach((hint) -> hint.path("values")
				.forEach((value) -> result.put(value.path("value").asString(), value.path("description").asString())));
		return result;
	}

	private static List<String> declared(String prefix, Class<?> type) {
		List<String> names = new ArrayList<>();
		Stream.of(type.getRecordComponents()).forEach((component) -> {
			String name = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
			names.addAll(isNested(component) ? declared(name, component.getType()) : List.of(name));
		});
		return names;
	}

	private static boolean isNested(RecordComponent component) {
		return component.getType().isRecord();
	}

}
