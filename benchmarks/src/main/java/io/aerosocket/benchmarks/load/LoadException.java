package io.aerosocket.benchmarks.load;

/**
 * Says that a server did not do what is measured: it refused, went away, stalled or
 * answered something else.
 */
public final class LoadException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what was seen, then what was expected
	 */
	public LoadException(String message) {
		super(message);
	}

}
