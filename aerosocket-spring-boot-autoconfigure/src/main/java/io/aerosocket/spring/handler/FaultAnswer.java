package io.aerosocket.spring.handler;

/**
 * How a message is answered that no method could take, and that no {@link OnError} method
 * answers.
 */
public enum FaultAnswer {

	/** Send an error object in the connection's codec; the connection goes on. */
	ERROR_REPLY,

	/** Close the connection, with a code that says why. */
	CLOSE,

	/** Do nothing; the connection goes on. */
	IGNORE

}
