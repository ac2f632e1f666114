package io.aerosocket;

/**
 * What happens when a handler failed and nothing handled its error.
 */
public enum FailurePolicy {

	/** Log the error and close the connection with 1011. */
	LOG_AND_CLOSE,

	/** Close the connection with 1011. */
	CLOSE,

	/** Log the error; the connection goes on. */
	LOG

}
