package io.aerosocket.spring.handler;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Handlers are declared in a way that cannot work. Says everything that was found, so
 * that one start shows all of it.
 */
public final class InvalidHandlerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<HandlerProblem> problems;

	/**
	 * Creates the exception.
	 * @param problems what was found
	 */
	public InvalidHandlerException(List<HandlerProblem> problems) {
		super("Invalid @AeroSocketHandler beans:"
				+ problems.stream().map((problem) -> "\n  - " + problem).collect(Collectors.joining()));
		this.problems = List.copyOf(problems);
	}

	/**
	 * Returns what was found.
	 * @return the problems, in the order of beans
	 */
	public List<HandlerProblem> problems() {
		return this.problems;
	}

}
