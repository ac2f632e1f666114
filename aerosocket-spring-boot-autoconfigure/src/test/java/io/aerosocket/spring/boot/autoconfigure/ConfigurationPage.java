package io.aerosocket.spring.boot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tables of properties in {@code docs/configuration.md}, made of this module's
 * configuration metadata. What is around them is written by hand.
 */
final class ConfigurationPage {

	static final String BEGIN = "<!-- properties: generated, see CONTRIBUTING.md -->\n";

	static final String END = "<!-- properties: end -->\n";

	private static final Map<String, String> VALUES = Map.of("java.lang.Boolean", "`true`, `false`",
			"java.lang.Integer", "number", "java.lang.Long", "number", "java.lang.Double", "number",
			"java.time.Duration", "duration", "org.springframework.util.unit.DataSize", "size", "java.net.InetAddress",
			"address");

	private ConfigurationPage() {
	}

	/**
	 * Reads the metadata of this module.
	 * @return the properties by name, in alphabetical order
	 */
	static Map<String, JsonNode> properties() {
		Map<String, JsonNode> result = new TreeMap<>();
		metadata().path("properties").forEach((property) -> result.put(property.path("name").asString(), property));
		return result;
	}

	/**
	 * Reads the whole metadata of this module.
	 * @return the metadata as its file has it
	 */
	static JsonNode metadata() {
		// Beside the class, because the tests' own properties have metadata too.
		URL classes = AeroSocketServerProperties.class.getProtectionDomain().getCodeSource().getLocation();
		URI metadata = URI.create(classes + "META-INF/spring-configuration-metadata.json");
		try (InputStream file = metadata.toURL().openStream()) {
			return JsonMapper.shared().readTree(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Replaces the tables of a page.
	 * @param page the page
	 * @return the page with tables that say what the metadata says
	 */
	static String generate(String page) {
		int begin = page.indexOf(BEGIN);
		int end = page.indexOf(END);
		if (begin < 0 || end < begin) {
			throw new IllegalStateException("The page lacks the lines '" + BEGIN.strip() + "' and '" + END.strip()
					+ "', between which the tables belong");
		}
		return page.substring(0, begin + BEGIN.length()) + "\n" + tables() + page.substring(end);
	}

	private static String tables() {
		Map<String, JsonNode> properties = properties();
		Set<String> sections = new LinkedHashSet<>();
		properties.keySet().forEach((name) -> sections.add(section(name)));
		return sections.stream().map((section) -> table(section, properties)).collect(Collectors.joining());
	}

	private static String table(String section, Map<String, JsonNode> properties) {
		return "### " + section + "\n\n| Property | Value | Default | Description |\n| --- | --- | --- | --- |\n"
				+ properties.values()
					.stream()
					.filter((property) -> section(property.path("name").asString()).equals(section))
					.map(ConfigurationPage::row)
					.collect(Collectors.joining())
				+ "\n";
	}

	// One for each of "aerosocket.server", "aerosocket.messaging", ..., and one for
	// Boot's
	// own.
	private static String section(String name) {
		int first = name.indexOf('.');
		return name.startsWith("aerosocket.") ? name.substring(0, name.indexOf('.', first + 1))
				: name.substring(0, first);
	}

	private static String row(JsonNode property) {
		return "| `" + property.path("name").asString() + "` | " + value(property.path("type").asString()) + " | "
				+ defaultValue(property.path("defaultValue")) + " | " + description(property) + " |\n";
	}

	private static String description(JsonNode property) {
		return property.path("description").asString().replace("|", "\\|");
	}

	private static String defaultValue(JsonNode value) {
		if (value.isMissingNode() || (value.isArray() && value.isEmpty())) {
			return "";
		}
		String text = value.isArray() ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "))
				: value.asString();
		return "`" + text + "`";
	}

	/**
	 * Says what may be written as a value of a type.
	 * @param type the type's name in the metadata
	 * @return the choices, or the kind of value
	 */
	static String value(String type) {
		if (type.startsWith("java.util.List<") || type.startsWith("java.util.Set<")) {
			return "list";
		}
		if (type.startsWith("java.util.Map<")) {
			return "map";
		}
		String known = VALUES.get(type);
		if (known != null) {
			return known;
		}
		Class<?> resolved = ClassUtils.resolveClassName(type, null);
		if (resolved.isEnum()) {
			return PropertyChoices.of(resolved)
				.stream()
				.map((choice) -> "`" + choice + "`")
				.collect(Collectors.joining(", "));
		}
		return "text";
	}

}
