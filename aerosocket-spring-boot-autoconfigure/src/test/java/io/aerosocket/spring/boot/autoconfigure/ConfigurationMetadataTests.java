package io.aerosocket.spring.boot.autoconfigure;

import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

/**
 * The properties, their metadata and their documentation say the same.
 */
class ConfigurationMetadataTests {

	private static final String PREFIX = "aerosocket.server";

	private static final Path DOCUMENTATION = Path.of("../docs/configuration.md");

	@Test
	void everyPropertyHasDescriptionInTheMetadata() {
		Map<String, JsonNode> metadata = metadata();
		assertThat(metadata.keySet())
			.containsExactlyInAnyOrderElementsOf(declared(PREFIX, AeroSocketServerProperties.class));
		assertThat(metadata).allSatisfy((name, property) -> {
			assertThat(property.path("type").asString()).as(name).isNotEmpty();
			assertThat(property.path("description").asString()).as(name).endsWith(".").doesNotStartWith("The ");
		});
	}

	@Test
	void defaultsAreThoseOfTheEngine() {
		Map<String, JsonNode> metadata = metadata();
		assertThat(metadata.get(PREFIX + ".port").path("defaultValue").asInt()).isEqualTo(8090);
		assertThat(metadata.get(PREFIX + ".ssl.protocols").path("defaultValue").path(0).asString())
			.isEqualTo("TLSv1.3");
	}

	@Test
	void actuatorHasProperties() {
		assertThat(
				contentOf(ConfigurationMetadataTests.class.getResource("/META-INF/spring-configuration-metadata.json")))
			.contains("management.endpoint.aerosocket.access")
			.contains("management.health.aerosocket.enabled");
	}

	@Test
	void documentationListsEveryPropertyWithItsDefault() throws Exception {
		List<String> rows = Files.readAllLines(DOCUMENTATION)
			.stream()
			.filter((line) -> line.startsWith("| `" + PREFIX))
			.toList();
		assertThat(rows).containsExactlyElementsOf(metadata().values().stream().map(this::row).toList());
	}

	private String row(JsonNode property) {
		return "| `" + property.path("name").asString() + "` | " + defaultValue(property) + " | "
				+ property.path("description").asString() + " |";
	}

	private static String defaultValue(JsonNode property) {
		JsonNode value = property.path("defaultValue");
		if (value.isMissingNode() || (value.isArray() && value.isEmpty())) {
			return "";
		}
		String text = (value.isArray()) ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "))
				: value.asString();
		return "`" + text + "`";
	}

	private static Map<String, JsonNode> metadata() {
		try (InputStream file = ConfigurationMetadataTests.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			Map<String, JsonNode> result = new TreeMap<>();
			JsonMapper.shared()
				.readTree(file)
				.path("properties")
				.forEach((property) -> result.put(property.path("name").asString(), property));
			result.keySet().removeIf((name) -> !name.startsWith(PREFIX));
			return result;
		}
		catch (java.io.IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
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
