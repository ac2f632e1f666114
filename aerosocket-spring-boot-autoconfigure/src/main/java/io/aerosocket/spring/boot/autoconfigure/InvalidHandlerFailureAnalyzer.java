package io.aerosocket.spring.boot.autoconfigure;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.aerosocket.spring.handler.HandlerProblem;
import io.aerosocket.spring.handler.InvalidHandlerException;

/**
 * Lists what is wrong with the handlers, and what to write instead.
 */
final class InvalidHandlerFailureAnalyzer extends AbstractFailureAnalyzer<InvalidHandlerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidHandlerException cause) {
		String description = cause.problems()
			.stream()
			.map(InvalidHandlerFailureAnalyzer::describe)
			.collect(Collectors.joining("\n", "The application's @AeroSocketHandler beans cannot be served:\n\n", ""));
		String action = cause.problems()
			.stream()
			.map((problem) -> "    - bean " + subject(problem) + ": " + problem.action())
			.collect(Collectors.joining("\n", "Change the following:\n\n", ""));
		return new FailureAnalysis(description, action, cause);
	}

	private static String describe(HandlerProblem problem) {
		return "    - bean " + subject(problem) + ": " + problem.problem();
	}

	private static String subject(HandlerProblem problem) {
		return problem.method().isEmpty() ? problem.bean() : problem.bean() + ", method '" + problem.method() + "'";
	}

}
