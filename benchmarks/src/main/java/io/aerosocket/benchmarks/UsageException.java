package io.aerosocket.benchmarks;

/**
 * Says what is wrong with the command line, for the person who wrote it.
 */
public final class UsageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message the option and its value, then what was expected
	 */
	public UsageException(String message) {
		super(message);
	}

}
