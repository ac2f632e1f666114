package io.aerosocket.spring.handler;

/**
 * A handler method is declared in a way that cannot work. Thrown while it is inspected at
 * start-up; all such findings end in one {@link InvalidHandlerException}.
 */
public final class HandlerDeclarationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Creates the exception.
	 * @param problem what is wrong
	 * @param action what to write instead
	 */
	public HandlerDeclarationException(String problem, String action) {
		super(problem);
		this.action = action;
	}

	/**
	 * Returns what to write instead.
	 * @return an advice
	 */
	public String action() {
		return this.action;
	}

	HandlerProblem in(String bean, String method) {
		return new HandlerProblem(bean, method, String.valueOf(getMessage()), this.action);
	}

}
