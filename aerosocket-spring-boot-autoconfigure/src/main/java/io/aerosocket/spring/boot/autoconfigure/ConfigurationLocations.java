package io.aerosocket.spring.boot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Where Boot looks for configuration files outside of the jar, so that one is found that
 * comes after the start.
 */
final class ConfigurationLocations {

	private static final String USUAL = "file:./,file:./config/";

	private static final Pattern KIND = Pattern.compile(".+\\.(properties|yml|yaml|xml)");

	private static final Pattern SCHEME = Pattern.compile("[a-z]{2,}:.*");

	private final Environment environment;

	ConfigurationLocations(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Returns the directories that exist.
	 * @return absolute paths
	 */
	List<Path> directories() {
		return locations()
			.map((location) -> location.endsWith("/") ? absolute(location) : absolute(location).getParent())
			.filter(Objects::nonNull)
			.filter(Files::isDirectory)
			.distinct()
			.toList();
	}

	/**
	 * Returns the files in them that Boot would read, those of any profile.
	 * @return absolute paths
	 */
	List<Path> files() {
		return directories().stream().flatMap(this::files).sorted().toList();
	}

	/**
	 * Tells whether a file of this name would be configuration.
	 * @param name the name without its directory
	 * @return whether Boot would read it
	 */
	boolean isConfiguration(String name) {
		return KIND.matcher(name).matches() && (names().anyMatch(name::startsWith)
				|| locations().anyMatch((location) -> location.endsWith("/" + name)));
	}

	private Stream<Path> files(Path directory) {
		try (Stream<Path> children = Files.list(directory)) {
			return children.filter((child) -> isConfiguration(child.getFileName().toString()))
				.filter(Files::isRegularFile)
				.toList()
				.stream();
		}
		catch (IOException ex) {
			return Stream.empty();
		}
	}

	private Stream<String> names() {
		return split(this.environment.getProperty("spring.config.name", "application"));
	}

	private Stream<String> locations() {
		String more = this.environment.getProperty("spring.config.additional-location", "");
		return split(this.environment.getProperty("spring.config.location", USUAL) + "," + more)
			.map((location) -> location.replaceFirst("^optional:", "").replaceFirst("^file:", ""))
			.filter((location) -> !location.contains("*") && !SCHEME.matcher(location).matches() && isPath(location));
	}

	private static Stream<String> split(String list) {
		return Stream.of(StringUtils.tokenizeToStringArray(list, ",;"));
	}

	private static boolean isPath(String location) {
		try {
			return !Path.of(location).toString().isEmpty();
		}
		catch (InvalidPathException ex) {
			return false;
		}
	}

	private static Path absolute(String location) {
		return Path.of(location).toAbsolutePath().normalize();
	}

}
