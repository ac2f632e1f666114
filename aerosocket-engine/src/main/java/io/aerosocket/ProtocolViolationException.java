package io.aerosocket;

import org.jspecify.annotations.Nullable;

/**
 * The peer broke the protocol or a limit. The connection is failed with
 * {@link #closeCode()} (RFC 6455 section 7.1.7).
 * <p>
 * Carries no stack trace: it tells of the peer's bytes, not of our code, and a hostile
 * peer must not be able to make us fill in stack traces at line rate.
 */
public final class ProtocolViolationException extends AeroSocketException {

	private static final long serialVersionUID = 1L;

	private final transient CloseCode closeCode;

	/**
	 * Creates a violation.
	 * @param closeCode the code for the Close frame we answer with
	 * @param message the rule that was broken and the offending value, safe to show to
	 * the peer; never its payload
	 * @throws IllegalArgumentException if the code must not travel in a Close frame (RFC
	 * 6455 section 7.4.1)
	 */
	public ProtocolViolationException(CloseCode closeCode, String message) {
		this(closeCode, message, null);
	}

	/**
	 * Creates a violation that something else has found.
	 * @param closeCode the code for the Close frame we answer with
	 * @param message the rule that was broken and the offending value, safe to show to
	 * the peer; never its payload
	 * @param cause how it was found, or {@code null}; for listeners, never shown to the
	 * peer
	 * @throws IllegalArgumentException if the code must not travel in a Close frame (RFC
	 * 6455 section 7.4.1)
	 */
	public ProtocolViolationException(CloseCode closeCode, String message, @Nullable Throwable cause) {
		super(message, cause, false);
		if (!closeCode.isSendable()) {
			throw new IllegalArgumentException("closeCode: " + closeCode + " (expected: a code that may be sent)");
		}
		this.closeCode = closeCode;
	}

	/**
	 * Returns the code for the Close frame.
	 * @return a code that may travel in a Close frame
	 */
	public CloseCode closeCode() {
		return this.closeCode;
	}

}
