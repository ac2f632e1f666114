package io.aerosocket.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;

/**
 * Takes over a configuration that has changed, or says why not and leaves everything as
 * it is.
 */
final class ConfigurationReload {

	private static final Logger logger = LoggerFactory.getLogger(ConfigurationReload.class);

	private final AeroSocketSettings settings;

	private final ConfigurableEnvironment environment;

	private final @Nullable LoggingSystem logging;

	private final @Nullable LoggerGroups groups;

	ConfigurationReload(AeroSocketSettings settings, ConfigurableEnvironment environment,
			@Nullable LoggingSystem logging, @Nullable LoggerGroups groups) {
		this.settings = settings;
		this.environment = environment;
		this.logging = logging;
		this.groups = groups;
	}

	/**
	 * Reads files that have changed.
	 * @param files the files
	 */
	void filesChanged(ConfigurationFiles files) {
		String cause = "the configuration files";
		try {
			MutablePropertySources read = files.read();
			LogLevels levels = LogLevels.read(read);
			LogLevels before = LogLevels.read(this.environment.getPropertySources());
			this.settings.reload(read, cause, () -> files.replace(read));
			if (this.logging != null) {
				levels.replace(before, this.logging, this.groups);
			}
		}
		catch (RuntimeException ex) {
			failed(files.paths().toString(), ex);
		}
	}

	/**
	 * Takes over what somebody else has changed in the application's environment.
	 */
	void environmentChanged() {
		try {
			this.settings.reload(new MutablePropertySources(this.environment.getPropertySources()),
					"the application's environment", () -> {
					});
		}
		catch (RuntimeException ex) {
			failed("the application's environment", ex);
		}
	}

	private static void failed(String where, RuntimeException error) {
		logger.error("What was changed in {} is not taken over, and everything stays as it was: {}", where,
				SettingProblems.of(error, SettingsReader.PREFIX).getMessage());
	}

}
