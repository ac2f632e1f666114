package io.aerosocket.spring.handler;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;
import io.aerosocket.ProtocolViolationException;

/**
 * An error that the peer caused. If no {@link OnError} method takes it, the connection is
 * closed with a code that says so, rather than with 1011.
 */
sealed interface PeerFault
		permits MessageConversionException, PayloadValidationException, HandshakeValueException, UnknownRouteException {

	/**
	 * Returns the code for the Close frame.
	 * @return a code that may be sent
	 */
	CloseCode closeCode();

	/**
	 * Returns what is wrong with the message.
	 * @return the reason, or {@code null} if it is not the message
	 */
	default @Nullable FaultReason reason() {
		return null;
	}

	/**
	 * Returns what to tell the peer.
	 * @return the message, which quotes nothing that the peer sent
	 */
	String getMessage();

	/**
	 * Makes what the engine closes connections for.
	 * @return a violation whose cause is this
	 */
	default ProtocolViolationException toViolation() {
		return new ProtocolViolationException(closeCode(), getMessage(), (Throwable) this);
	}

}
