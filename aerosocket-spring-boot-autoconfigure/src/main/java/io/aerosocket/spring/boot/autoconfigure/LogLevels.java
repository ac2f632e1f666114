package io.aerosocket.spring.boot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerGroup;
import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.PropertySources;

/**
 * The levels of loggers that a configuration sets below {@code logging.level}, and how to
 * go from those of one configuration to those of another.
 *
 * @param levels the levels by the names of loggers and groups
 */
record LogLevels(Map<String, LogLevel> levels) {

	private static final Logger logger = LoggerFactory.getLogger(LogLevels.class);

	private static final String PREFIX = "logging.level";

	/**
	 * Reads them.
	 * @param sources the configuration
	 * @return the levels
	 * @throws InvalidConfigurationPropertyValueException if one is no level
	 */
	static LogLevels read(PropertySources sources) {
		Map<String, LogLevel> levels = new LinkedHashMap<>();
		new Binder(ConfigurationPropertySources.from(sources), new PropertySourcesPlaceholdersResolver(sources))
			.bind(PREFIX, Bindable.mapOf(String.class, String.class))
			.orElseGet(Map::of)
			.forEach((name, level) -> levels.put(name, level(name, level)));
		return new LogLevels(levels);
	}

	private static LogLevel level(String name, String level) {
		try {
			// YAML takes "off" for a truth value.
			return level.equalsIgnoreCase("false") ? LogLevel.OFF
					: LogLevel.valueOf(level.strip().toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "." + name, level,
					"It must be one of trace, debug, info, warn, error, fatal and off.");
		}
	}

	/**
	 * Sets what differs from levels that were set before.
	 * @param before the levels of before
	 * @param system sets levels
	 * @param groups the groups of loggers
	 */
	void replace(LogLevels before, LoggingSystem system, @Nullable LoggerGroups groups) {
		Set<String> names = new TreeSet<>(before.levels.keySet());
		names.addAll(this.levels.keySet());
		for (String name : names) {
			LogLevel level = this.levels.get(name);
			if (!Objects.equals(level, before.levels.get(name))) {
				logger.info("The level of logger '{}' is now {}", name, (level != null) ? level : "inherited");
				set(name, level, system, groups);
			}
		}
	}

	private static void set(String name, @Nullable LogLevel level, LoggingSystem system,
			@Nullable LoggerGroups groups) {
		LoggerGroup group = (groups != null) ? groups.get(name) : null;
		if (group != null && group.hasMembers()) {
			group.getMembers().forEach((member) -> system.setLogLevel(member, level));
		}
		else {
			system.setLogLevel(
					name.equalsIgnoreCase(LoggingSystem.ROOT_LOGGER_NAME) ? LoggingSystem.ROOT_LOGGER_NAME : name,
					level);
		}
	}

}
