package io.aerosocket.spring.boot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;

/**
 * Says in one line for each property what would stop the start, when it is to change at
 * run time.
 */
final class SettingProblems {

	private SettingProblems() {
	}

	/**
	 * Translates an error.
	 * @param error what was thrown while values were read, checked or applied
	 * @param name whose problem it is when the error does not say
	 * @return what is wrong
	 */
	static InvalidAeroSocketSettingsException of(RuntimeException error, String name) {
		if (error instanceof InvalidAeroSocketSettingsException known) {
			return known;
		}
		if (error instanceof InvalidConfigurationPropertyValueException invalid) {
			return one(invalid.getName(), "'" + invalid.getValue() + "' is invalid. " + invalid.getReason(), error);
		}
		if (error instanceof UnknownPropertyException unknown) {
			return unknown(unknown);
		}
		if (error instanceof BindException bind) {
			return unreadable(bind, name);
		}
		if (error instanceof IllegalArgumentException engine) {
			RuntimeException translated = EngineOptions.translate(engine);
			if (!translated.equals(error)) {
				return of(translated, name);
			}
		}
		return one(name, String.valueOf(NestedExceptionUtils.getMostSpecificCause(error).getMessage()), error);
	}

	private static InvalidAeroSocketSettingsException unreadable(BindException error, String name) {
		FailureAnalysis analysis = new UnreadablePropertyFailureAnalyzer().analyze(error, error);
		String property = (error.getProperty() != null) ? error.getProperty().getName().toString() : name;
		return one(property, (analysis != null) ? oneLine(analysis.getDescription() + " " + analysis.getAction())
				: NestedExceptionUtils.getMostSpecificCause(error).toString(), error);
	}

	private static InvalidAeroSocketSettingsException unknown(UnknownPropertyException error) {
		Map<String, String> problems = new LinkedHashMap<>();
		error.properties().forEach((unknown) -> problems.put(unknown.name(), unknown(unknown.similar())));
		return new InvalidAeroSocketSettingsException(problems, error);
	}

	/**
	 * Says that there is no such property.
	 * @param similar names that there are
	 * @return one line
	 */
	static String unknown(List<String> similar) {
		return "There is no such property."
				+ (similar.isEmpty() ? "" : " Did you mean " + String.join(" or ", similar) + "?");
	}

	private static InvalidAeroSocketSettingsException one(String name, String problem, Exception cause) {
		return new InvalidAeroSocketSettingsException(Map.of(name, oneLine(problem)), cause);
	}

	private static String oneLine(String text) {
		return text.strip().replaceAll("\\s+", " ");
	}

}
