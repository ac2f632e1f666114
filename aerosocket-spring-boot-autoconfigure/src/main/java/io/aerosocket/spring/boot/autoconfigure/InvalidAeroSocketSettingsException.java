package io.aerosocket.spring.boot.autoconfigure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Properties of the server were to be changed and cannot. None has been.
 */
public final class InvalidAeroSocketSettingsException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final transient Map<String, String> problems;

	InvalidAeroSocketSettingsException(Map<String, String> problems, @Nullable Throwable cause) {
		super(problems.entrySet()
			.stream()
			.map((problem) -> problem.getKey() + ": " + problem.getValue())
			.collect(Collectors.joining("; ")), cause);
		this.problems = Collections.unmodifiableMap(new LinkedHashMap<>(problems));
	}

	/**
	 * Returns what is wrong.
	 * @return for each property that cannot be changed, one line that says why and what
	 * to write instead
	 */
	public Map<String, String> problems() {
		return this.problems;
	}

}
