package io.aerosocket.spring.handler;

/**
 * Why no method could take a message.
 */
public enum FaultReason {

	/** It names no route, or one that no method is for. */
	UNKNOWN_ROUTE("unknown-route"),

	/** Its payload is not of the type that the method takes. */
	UNDECODABLE("undecodable"),

	/** Its payload breaks the constraints of the type. */
	INVALID("invalid");

	private final String code;

	FaultReason(String code) {
		this.code = code;
	}

	/**
	 * Returns what error replies call it.
	 * @return lower-case words with dashes
	 */
	public String code() {
		return this.code;
	}

}
