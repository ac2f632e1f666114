package io.aerosocket.spring.handler;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;

/**
 * A message's payload does not fit the type that the handler method expects. Goes to
 * {@link OnError} methods; unhandled, the connection is closed with 1007.
 * <p>
 * Carries no stack trace: it tells of the peer's bytes, not of our code.
 */
public final class MessageConversionException extends RuntimeException implements PeerFault {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what was expected, safe to show to the peer: never its payload
	 * @param cause the converter's error, or {@code null}
	 */
	public MessageConversionException(String message, @Nullable Throwable cause) {
		super(message, cause, false, false);
	}

	@Override
	public CloseCode closeCode() {
		return CloseCode.INVALID_PAYLOAD;
	}

	@Override
	public FaultReason reason() {
		return FaultReason.UNDECODABLE;
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
