package io.aerosocket.internal.dispatch;

/**
 * Keeps an error from being lost whose handling failed too.
 */
final class FailedAgain {

	/** Of an exception that an application throws again and again, at most. */
	private static final int MOST_SUPPRESSED = 16;

	/** How far the causes are followed. */
	private static final int DEEPEST = 64;

	private FailedAgain() {
	}

	/**
	 * Adds an error to the suppressed ones of another, unless it is among its causes or
	 * there already.
	 * @param again what handling the error failed with
	 * @param error the error
	 */
	@SuppressWarnings("ReferenceEquality") // the very error, not one like it
	static void remember(Throwable again, Throwable error) {
		Throwable cause = again;
		// Causes may go in a circle.
		for (int depth = 0; depth < DEEPEST && cause != null && cause != error; depth++) {
			cause = cause.getCause();
		}
		Throwable[] suppressed = again.getSuppressed();
		boolean known = cause == error || suppressed.length >= MOST_SUPPRESSED;
		for (Throwable other : suppressed) {
			known |= other == error;
		}
		if (!known) {
			again.addSuppressed(error);
		}
	}

}
