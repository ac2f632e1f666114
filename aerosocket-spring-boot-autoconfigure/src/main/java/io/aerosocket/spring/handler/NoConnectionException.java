package io.aerosocket.spring.handler;

import org.springframework.beans.factory.support.ScopeNotActiveException;

/**
 * A bean of a connection is used where there is none. To Spring it is a scope that is not
 * active, so that an {@code ObjectProvider} may do without it; but Spring's message for
 * that advises to define a proxy, which there is already.
 */
final class NoConnectionException extends ScopeNotActiveException {

	private static final long serialVersionUID = 1L;

	private final String message;

	/**
	 * Creates the exception.
	 * @param name the name of the bean
	 * @param message what is wrong, and what to do
	 */
	NoConnectionException(String name, String message) {
		super(name, ConnectionBeans.SCOPE, new IllegalStateException(message));
		this.message = message;
	}

	@Override
	public String getMessage() {
		return this.message;
	}

}
