package io.aerosocket.spring.boot.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ResourceLoader;

/**
 * The configuration files that an application was started with or that have come since,
 * and how to read them again: with Boot's own means, so that profiles, imports and
 * precedence are the same.
 */
final class ConfigurationFiles {

	/** How Boot calls the property source of a configuration file. */
	private static final String CONFIG_DATA = "Config resource '";

	private static final Pattern FILE = Pattern.compile("Config resource 'file \\[(.+?)]' via .*");

	private final ConfigurableEnvironment environment;

	private final ConfigurationLocations locations;

	private final ResourceLoader resources;

	ConfigurationFiles(ConfigurableEnvironment environment, ResourceLoader resources) {
		this.environment = environment;
		this.locations = new ConfigurationLocations(environment);
		this.resources = resources;
	}

	/**
	 * Returns the files that are in effect, and others where Boot looks for them.
	 * @return absolute paths of files, the one that goes before the others first
	 */
	List<Path> paths() {
		Stream<Path> read = this.environment.getPropertySources().stream().flatMap((source) -> path(source.getName()));
		return Stream.concat(read, this.locations.files().stream()).distinct().toList();
	}

	/**
	 * Returns where files may come.
	 * @return absolute paths of directories that exist
	 */
	List<Path> directories() {
		return this.locations.directories();
	}

	/**
	 * Tells whether a file of this name would be configuration.
	 * @param name the name without its directory
	 * @return whether Boot would read it
	 */
	boolean isConfiguration(String name) {
		return this.locations.isConfiguration(name);
	}

	private static Stream<Path> path(String name) {
		Matcher matcher = FILE.matcher(name);
		try {
			return matcher.matches() ? Stream.of(Path.of(matcher.group(1)).toAbsolutePath().normalize())
					: Stream.empty();
		}
		catch (InvalidPathException ex) {
			return Stream.empty();
		}
	}

	/**
	 * Reads the files again.
	 * @return the sources that the application would have if it started now
	 */
	MutablePropertySources read() {
		StandardEnvironment fresh = new StandardEnvironment();
		fresh.getPropertySources().forEach((source) -> fresh.getPropertySources().remove(source.getName()));
		others().forEach(fresh.getPropertySources()::addLast);
		fresh.setActiveProfiles(this.environment.getActiveProfiles());
		fresh.setDefaultProfiles(this.environment.getDefaultProfiles());
		ConfigDataEnvironmentPostProcessor.applyTo(fresh, this.resources, null, List.of());
		List<PropertySource<?>> files = fresh.getPropertySources().stream().filter(ConfigurationFiles::isFile).toList();
		return merge(files);
	}

	// The new ones stand where the old ones stood: what was added behind them by hand is
	// still to come after them.
	private MutablePropertySources merge(List<PropertySource<?>> files) {
		MutablePropertySources merged = new MutablePropertySources();
		boolean placed = false;
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			if (isFile(source) && !placed) {
				files.forEach(merged::addLast);
				placed = true;
			}
			else if (!isFile(source) && !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
				merged.addLast(source);
			}
		}
		if (!placed) {
			files.forEach((file) -> addFirstOfFiles(merged, file));
		}
		return merged;
	}

	/**
	 * Makes what was read the configuration of the application.
	 * @param read the sources that were read
	 */
	void replace(MutablePropertySources read) {
		MutablePropertySources sources = this.environment.getPropertySources();
		List<String> old = sources.stream().filter(ConfigurationFiles::isFile).map(PropertySource::getName).toList();
		String previous = null;
		for (PropertySource<?> file : read.stream().filter(ConfigurationFiles::isFile).toList()) {
			if (sources.contains(file.getName())) {
				sources.replace(file.getName(), file);
			}
			else if (previous != null) {
				sources.addAfter(previous, file);
			}
			else if (!old.isEmpty()) {
				sources.addBefore(old.get(0), file);
			}
			else {
				addFirstOfFiles(sources, file);
			}
			previous = file.getName();
		}
		old.stream().filter((name) -> !read.contains(name)).forEach(sources::remove);
	}

	// There was none before: where Boot puts them at the start, which is behind
	// everything
	// but the defaults.
	private static void addFirstOfFiles(MutablePropertySources sources, PropertySource<?> file) {
		if (sources.contains(DefaultPropertiesPropertySource.NAME)) {
			sources.addBefore(DefaultPropertiesPropertySource.NAME, file);
		}
		else {
			sources.addLast(file);
		}
	}

	private Stream<PropertySource<?>> others() {
		return this.environment.getPropertySources()
			.stream()
			.filter((source) -> !isFile(source)
					&& !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source));
	}

	private static boolean isFile(PropertySource<?> source) {
		return source.getName().startsWith(CONFIG_DATA);
	}

}
