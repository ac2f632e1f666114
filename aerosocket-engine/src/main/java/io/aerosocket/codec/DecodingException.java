package io.aerosocket.codec;

import org.jspecify.annotations.Nullable;

/**
 * A payload does not fit the type that is expected.
 * <p>
 * Carries no stack trace: it tells of the peer's bytes, not of our code.
 */
public final class DecodingException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what was expected, safe to show to the peer: never its payload
	 * @param cause what the format's library found, or {@code null}
	 */
	public DecodingException(String message, @Nullable Throwable cause) {
		super(message, cause, false, false);
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
