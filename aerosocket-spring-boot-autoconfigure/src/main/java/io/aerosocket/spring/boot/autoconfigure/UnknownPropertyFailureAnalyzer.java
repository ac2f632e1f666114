package io.aerosocket.spring.boot.autoconfigure;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which properties do not exist, and which were probably meant.
 */
final class UnknownPropertyFailureAnalyzer extends AbstractFailureAnalyzer<UnknownPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownPropertyException cause) {
		String description = cause.properties()
			.stream()
			.map((property) -> "    - " + property.name() + ", from " + property.origin())
			.collect(Collectors.joining("\n", "AeroSocket has no such property:\n\n", ""));
		String action = cause.properties()
			.stream()
			.map(UnknownPropertyFailureAnalyzer::action)
			.collect(Collectors.joining("\n", "Change the following:\n\n", ""));
		return new FailureAnalysis(description, action, cause);
	}

	private static String action(UnknownPropertyException.Unknown property) {
		if (property.similar().isEmpty()) {
			return "    - " + property.name() + ": remove it, or find the right name in docs/configuration.md";
		}
		return "    - " + property.name() + ": did you mean "
				+ property.similar().stream().map((name) -> "'" + name + "'").collect(Collectors.joining(" or ")) + "?";
	}

}
