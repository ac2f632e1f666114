package io.aerosocket;

/**
 * What happens when a handler failed and nothing handled its error. A
 * {@link ProtocolViolationException} is the peer's fault: it closes the connection with
 * its code, whatever the policy, and is not logged as an error.
 */
public enum FailurePolicy {

	/** Log the error and close the connection with 1011. */
	LOG_AND_CLOSE,

	/** Close the connection with 1011. */
	CLOSE,

	/** Log the error; the connection goes on. */
	LOG

}
