package io.aerosocket.spring.boot.autoconfigure;

/**
 * The server would listen without TLS on an address that others can reach.
 */
final class PlaintextAddressException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String address;

	PlaintextAddressException(String address, Throwable cause) {
		super("AeroSocket would listen on " + address + " without TLS", cause);
		this.address = address;
	}

	String address() {
		return this.address;
	}

}
