package io.aerosocket.spring.handler;

/**
 * What a handler method is called for.
 */
public enum HandlerEvent {

	/** A connection was opened. */
	OPEN,

	/** A message arrived. */
	MESSAGE,

	/** A connection has ended. */
	CLOSE,

	/** Another method failed. */
	ERROR

}
