package io.aerosocket.spring.handler;

import java.util.stream.Collectors;

import org.springframework.context.support.DefaultMessageSourceResolvable;
import org.springframework.validation.Errors;

import io.aerosocket.CloseCode;

/**
 * A message's payload was read, but breaks the constraints of a parameter that is marked
 * {@code @Valid} or {@code @Validated}, or that are written at the parameter. Goes to
 * {@link OnError} methods; unhandled, the connection is closed with 1008.
 * <p>
 * Carries no stack trace: it tells of the peer's bytes, not of our code.
 */
public final class PayloadValidationException extends RuntimeException implements PeerFault {

	private static final long serialVersionUID = 1L;

	private final transient Errors errors;

	/**
	 * Creates the exception.
	 * @param errors what the validator found
	 */
	public PayloadValidationException(Errors errors) {
		super(describe(errors), null, false, false);
		this.errors = errors;
	}

	/**
	 * Returns what the validator found.
	 * @return the errors, with fields, codes and rejected values
	 */
	public Errors errors() {
		return this.errors;
	}

	@Override
	public CloseCode closeCode() {
		return CloseCode.POLICY_VIOLATION;
	}

	@Override
	public FaultReason reason() {
		return FaultReason.INVALID;
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

	// Without the rejected values, which may be private.
	private static String describe(Errors errors) {
		String fields = errors.getFieldErrors()
			.stream()
			.map((error) -> error.getField() + " " + message(error))
			.collect(Collectors.joining(", "));
		String globals = errors.getGlobalErrors()
			.stream()
			.map(PayloadValidationException::message)
			.collect(Collectors.joining(", "));
		return "payload: " + fields + ((fields.isEmpty() || globals.isEmpty()) ? "" : ", ") + globals;
	}

	private static String message(DefaultMessageSourceResolvable error) {
		String message = error.getDefaultMessage();
		return (message != null) ? message : "is invalid";
	}

}
