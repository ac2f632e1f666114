package io.aerosocket.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Reads the server's properties from sources that are not those of the application, or
 * not yet.
 */
final class SettingsReader {

	static final String PREFIX = "aerosocket.server";

	private final MutablePropertySources sources;

	SettingsReader(MutablePropertySources sources) {
		this.sources = sources;
	}

	/**
	 * Reads the properties.
	 * @return the properties, which were not checked
	 * @throws InvalidAeroSocketSettingsException if a value cannot be read
	 */
	AeroSocketServerProperties read() {
		return read(ConfigurationPropertySources.from(this.sources));
	}

	/**
	 * Reads the properties, and looks for misspelt ones as at the start.
	 * @param beans the application's beans, which may have properties of their own
	 * @return the properties, which were not checked
	 * @throws InvalidAeroSocketSettingsException if a value cannot be read or a property
	 * does not exist
	 */
	AeroSocketServerProperties readStrictly(ConfigurableListableBeanFactory beans) {
		try {
			MutablePropertySources written = new MutablePropertySources();
			// Environment variables cannot have changed.
			this.sources.stream()
				.filter((source) -> !(source instanceof SystemEnvironmentPropertySource))
				.forEach(written::addLast);
			UnknownPropertiesCheck.check(written, beans);
		}
		catch (UnknownPropertyException ex) {
			throw SettingProblems.of(ex, PREFIX);
		}
		return read();
	}

	/**
	 * Reads the properties but for some that are to stay as they are.
	 * @param values the values of now
	 * @param kept the names of those that are to stay
	 * @return the properties, which were not checked
	 */
	AeroSocketServerProperties readKeeping(Map<String, @Nullable String> values, List<String> kept) {
		Map<String, String> stay = new LinkedHashMap<>();
		for (String name : kept) {
			String value = values.get(name);
			if (value != null) {
				stay.put(name, value);
			}
		}
		List<ConfigurationPropertySource> all = new ArrayList<>();
		all.add(new MapConfigurationPropertySource(stay));
		ConfigurationPropertySources.from(this.sources)
			.forEach((source) -> all.add(source.filter((name) -> !FixedSettings.isAmong(name, kept))));
		return read(all);
	}

	private AeroSocketServerProperties read(Iterable<ConfigurationPropertySource> from) {
		try {
			return new Binder(from, new PropertySourcesPlaceholdersResolver(this.sources)).bindOrCreate(PREFIX,
					Bindable.of(AeroSocketServerProperties.class));
		}
		catch (RuntimeException ex) {
			throw SettingProblems.of(ex, PREFIX);
		}
	}

}
