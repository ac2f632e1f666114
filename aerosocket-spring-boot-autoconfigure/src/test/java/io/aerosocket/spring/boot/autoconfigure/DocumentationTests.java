package io.aerosocket.spring.boot.autoconfigure;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.io.ByteArrayResource;
import tools.jackson.databind.json.JsonMapper;

import io.aerosocket.spring.boot.autoconfigure.actuate.AeroSocketMeters;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documentation shows can be written like that: its Java compiles, and its
 * properties exist and are valid.
 */
class DocumentationTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern PROPERTY = Pattern.compile("aerosocket\\.server\\.[a-z][a-z.-]*[a-z]");

	private static final Set<String> METERS = Stream.of(AeroSocketMeters.values())
		.map(AeroSocketMeters::getName)
		.collect(Collectors.toSet());

	private static final Set<String> NAMES = new HashSet<>();

	private static final Set<String> MAPS = new HashSet<>();

	@TempDir
	private Path classes;

	// Made of the sources of tests in the module that it is about, and held against them.
	private static final Path TESTING = Path.of("docs", "testing.md");

	static List<Path> pages() throws IOException {
		try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
			return Stream.concat(Stream.of("README.md", "SECURITY.md").map(ROOT::resolve), files)
				.filter((file) -> file.toString().endsWith(".md"))
				.map(Path::normalize)
				.sorted()
				.toList();
		}
	}

	@Test
	void javaCompiles() throws IOException {
		List<JavaSnippet> snippets = pages().stream()
			.filter((page) -> !page.endsWith(TESTING))
			.flatMap((page) -> DocumentationPage.read(page).blocks("java").stream())
			.map(JavaSnippet::new)
			.toList();
		assertThat(snippets).isNotEmpty();
		DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, null)) {
			compiler
				.getTask(null, files, problems,
						List.of("-proc:none", "-parameters", "-nowarn", "-d", this.classes.toString()), null, snippets)
				.call();
		}
		assertThat(problems.getDiagnostics()).filteredOn((problem) -> problem.getKind() == Diagnostic.Kind.ERROR)
			.extracting((problem) -> ((JavaSnippet) problem.getSource()).describe(problem))
			.isEmpty();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void propertiesThatAreShownExistAndAreValid(Path page) {
		for (String language : List.of("yaml", "properties")) {
			for (DocumentationPage.Block block : DocumentationPage.read(page).blocks(language)) {
				Map<String, Object> properties = parse(language, block.text());
				assertThat(properties).as(block.toString()).isNotEmpty();
				assertThat(properties.keySet()).as(block.toString()).allMatch(DocumentationTests::exists);
				AeroSocketServerProperties bound = new Binder(List.of(new MapConfigurationPropertySource(properties)),
						null, ApplicationConversionService.getSharedInstance())
					.bindOrCreate("aerosocket.server", AeroSocketServerProperties.class);
				ServerPropertiesRules.checked(bound);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void propertiesThatAreMentionedExist(Path page) {
		KnownProperties known = new KnownProperties();
		List<String> mentioned = PROPERTY.matcher(DocumentationPage.read(page).withoutOutput())
			.results()
			.map(MatchResult::group)
			.filter((name) -> !METERS.contains(name))
			.distinct()
			.toList();
		assertThat(mentioned).allMatch((name) -> known.contains(ConfigurationPropertyName.of(name)));
	}

	private static Map<String, Object> parse(String language, String text) {
		Map<String, Object> result = new TreeMap<>();
		try {
			Properties properties = new Properties();
			if (language.equals("yaml")) {
				YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
				yaml.setResources(new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)));
				properties = yaml.getObject();
			}
			else {
				properties.load(new StringReader(text));
			}
			properties.forEach((name, value) -> result.put(String.valueOf(name), value));
			return result;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean exists(String name) {
		if (NAMES.isEmpty()) {
			loadMetadata();
		}
		String plain = name.replaceAll("\\[\\d+]", "");
		return NAMES.contains(plain)
				|| MAPS.stream().anyMatch((map) -> plain.startsWith(map + ".") || plain.startsWith(map + "["));
	}

	private static void loadMetadata() {
		try {
			for (URL file : Collections.list(DocumentationTests.class.getClassLoader()
				.getResources("META-INF/spring-configuration-metadata.json"))) {
				JsonMapper.shared().readTree(file.openStream()).path("properties").forEach((property) -> {
					String name = property.path("name").asString();
					NAMES.add(name);
					if (property.path("type").asString().startsWith("java.util.Map<")) {
						MAPS.add(name);
					}
				});
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
