package io.aerosocket.benchmarks.soak;

/**
 * A server did not stand the test of time. The message says in which way, one line for
 * each.
 */
public final class SoakException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what was seen, then what was expected
	 */
	public SoakException(String message) {
		super(message);
	}

}
