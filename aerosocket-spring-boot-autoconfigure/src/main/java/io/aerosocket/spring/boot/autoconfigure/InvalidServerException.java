package io.aerosocket.spring.boot.autoconfigure;

/**
 * The engine refused something that no property sets, but a customizer can.
 */
final class InvalidServerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	InvalidServerException(IllegalArgumentException cause) {
		super(String.valueOf(cause.getMessage()), cause);
	}

}
