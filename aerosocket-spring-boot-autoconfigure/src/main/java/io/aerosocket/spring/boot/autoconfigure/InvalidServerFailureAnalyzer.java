package io.aerosocket.spring.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Leads to the customizers when what they ask for cannot be built.
 */
final class InvalidServerFailureAnalyzer extends AbstractFailureAnalyzer<InvalidServerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidServerException cause) {
		return new FailureAnalysis(
				"The AeroSocket server cannot be built. The engine says:\n\n    " + cause.getMessage(),
				"Correct it in the AeroServerCustomizer bean that calls the builder with this value.", cause);
	}

}
