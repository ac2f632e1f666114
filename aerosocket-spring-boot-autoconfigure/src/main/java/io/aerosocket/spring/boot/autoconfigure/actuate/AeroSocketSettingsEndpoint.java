package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import io.aerosocket.spring.boot.autoconfigure.AeroSocketSetting;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketSettingChange;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketSettings;
import io.aerosocket.spring.boot.autoconfigure.InvalidAeroSocketSettingsException;

/**
 * {@link Endpoint @Endpoint} that shows the settings of the server and changes them while
 * it runs.
 */
@Endpoint(id = "aerosocketsettings")
public final class AeroSocketSettingsEndpoint {

	private static final String CAUSE = "JMX";

	private final AeroSocketSettings settings;

	/**
	 * Creates the endpoint.
	 * @param settings the settings
	 */
	public AeroSocketSettingsEndpoint(AeroSocketSettings settings) {
		this.settings = settings;
	}

	/**
	 * Shows all settings.
	 * @return the settings by name
	 */
	@ReadOperation
	public SettingsDescriptor settings() {
		Map<String, SettingDescriptor> all = new LinkedHashMap<>();
		this.settings.all().forEach((name, setting) -> all.put(name, SettingDescriptor.of(setting)));
		return new SettingsDescriptor(all);
	}

	/**
	 * Shows a setting.
	 * @param name the property
	 * @return the setting, or {@code null} if there is none of this name
	 */
	@ReadOperation
	public @Nullable SettingDescriptor setting(@Selector String name) {
		AeroSocketSetting setting = this.settings.all().get(name);
		return (setting != null) ? SettingDescriptor.of(setting) : null;
	}

	/**
	 * Changes a setting.
	 * @param name the property
	 * @param value its value, as in a configuration file
	 * @return what was changed, or why not
	 */
	@WriteOperation
	public ChangeDescriptor change(@Selector String name, String value) {
		return change(name, value, CAUSE);
	}

	/**
	 * Changes several settings, all of them or none.
	 * @param settings the properties and their values, as in a {@code .properties} file
	 * @return what was changed, or why not
	 */
	@WriteOperation
	public ChangeDescriptor changeAll(String settings) {
		return changeAll(settings, CAUSE);
	}

	/**
	 * Takes back what was changed of a setting.
	 * @param name the property
	 * @return what was changed, or why not
	 */
	@DeleteOperation
	public ChangeDescriptor reset(@Selector String name) {
		return change(name, null, CAUSE);
	}

	/**
	 * Takes back everything that was changed, or what was changed of one setting: the
	 * name of a path's setting has slashes, which the path of a request cannot have.
	 * @param name the property; all of them unless given
	 * @return what was changed, or why not
	 */
	@DeleteOperation
	public ChangeDescriptor resetAll(@Nullable String name) {
		return resetAll(name, CAUSE);
	}

	ChangeDescriptor change(String name, @Nullable String value, String cause) {
		Map<String, @Nullable String> values = new LinkedHashMap<>();
		values.put(name, value);
		return change(values, cause);
	}

	ChangeDescriptor changeAll(String settings, String cause) {
		Properties properties = new Properties();
		try {
			properties.load(new StringReader(settings));
		}
		catch (IOException | IllegalArgumentException ex) {
			return new ChangeDescriptor(false, Map.of(), Map.of("settings",
					"They cannot be read: " + ex.getMessage() + " Write a line 'name=value' for each."));
		}
		Map<String, @Nullable String> values = new LinkedHashMap<>();
		properties.stringPropertyNames().forEach((name) -> values.put(name, properties.getProperty(name)));
		return change(values, cause);
	}

	ChangeDescriptor resetAll(@Nullable String name, String cause) {
		if (name != null) {
			return change(name, null, cause);
		}
		Map<String, @Nullable String> values = new LinkedHashMap<>();
		this.settings.all()
			.values()
			.stream()
			.filter(AeroSocketSetting::overridden)
			.forEach((setting) -> values.put(setting.name(), null));
		return change(values, cause);
	}

	private ChangeDescriptor change(Map<String, @Nullable String> values, String cause) {
		try {
			return new ChangeDescriptor(true, changes(this.settings.change(values, cause)), Map.of());
		}
		catch (InvalidAeroSocketSettingsException ex) {
			return new ChangeDescriptor(false, Map.of(), ex.problems());
		}
		// It drains or has stopped.
		catch (IllegalStateException ex) {
			String problem = String.valueOf(ex.getMessage());
			Map<String, String> refused = new LinkedHashMap<>();
			values.keySet().forEach((name) -> refused.put(name, problem));
			return new ChangeDescriptor(false, Map.of(), refused);
		}
	}

	private static Map<String, ChangedDescriptor> changes(List<AeroSocketSettingChange> changes) {
		Map<String, ChangedDescriptor> changed = new LinkedHashMap<>();
		changes.forEach((change) -> changed.put(change.name(), new ChangedDescriptor(change.before(), change.after())));
		return changed;
	}

	/**
	 * All settings.
	 *
	 * @param settings the settings by name
	 */
	public record SettingsDescriptor(Map<String, SettingDescriptor> settings) {

	}

	/**
	 * A setting.
	 *
	 * @param value the value that holds, or {@code null} when it has none
	 * @param overridden whether it was changed while the server runs
	 * @param changeable whether it can be
	 * @param reason why not, or {@code null} if it can
	 */
	public record SettingDescriptor(@Nullable String value, boolean overridden, boolean changeable,
			@Nullable String reason) {

		static SettingDescriptor of(AeroSocketSetting setting) {
			return new SettingDescriptor(setting.value(), setting.overridden(), setting.fixedBecause() == null,
					setting.fixedBecause());
		}

	}

	/**
	 * What became of a change.
	 *
	 * @param applied whether the settings are as was asked for
	 * @param changed what was changed, by name
	 * @param refused what cannot be changed or is invalid, by name, with the reason;
	 * nothing is changed then
	 */
	public record ChangeDescriptor(boolean applied, Map<String, ChangedDescriptor> changed,
			Map<String, String> refused) {

	}

	/**
	 * A setting that was changed.
	 *
	 * @param before the value that it had
	 * @param after the value that it has
	 */
	public record ChangedDescriptor(@Nullable String before, @Nullable String after) {

	}

}
