package io.aerosocket.internal.dispatch;

/**
 * Keeps an error from being lost whose handling failed too.
 */
final class FailedAgain {

	/** Of an exception that an application throws again and again, at most. */
	private static final int MOST_SUPPRESSED = 16;

	private FailedAgain() {
	}

	/**
	 * Adds an error to the suppressed ones of another, unless it is among its causes or
	 * there already.
	 * @param again what handling the error failed with
	 * @param error the error
	 */
	static void remember(Throwable again, Throwable error) {
		Throwable cause = again;
		while (cause != null && cause != error) {
			cause = cause.getCause();
		}
		Throwable[] suppressed = again.getSuppressed();
		boolean known = cause != null || suppressed.length >= MOST_SUPPRESSED;
		for (Throwable other : suppressed) {
			known |= other == error;
		}
		if (!known) {
			again.addSuppressed(error);
		}
	}

}
