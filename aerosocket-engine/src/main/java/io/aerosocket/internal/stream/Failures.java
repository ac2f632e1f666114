package io.aerosocket.internal.stream;

import org.jspecify.annotations.Nullable;

/**
 * Throws on the event loop what was thrown elsewhere.
 */
final class Failures {

	private Failures() {
	}

	static void rethrow(@Nullable Throwable failure) throws Exception {
		if (failure instanceof Error error) {
			throw error;
		}
		if (failure instanceof Exception exception) {
			throw exception;
		}
		if (failure != null) {
			throw new IllegalStateException(failure);
		}
	}

}
