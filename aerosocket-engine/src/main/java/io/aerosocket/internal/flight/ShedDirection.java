package io.aerosocket.internal.flight;

/**
 * What of a connection was given up.
 */
public enum ShedDirection {

	/** A message that had begun to arrive. */
	IN,

	/** What waited to be written. */
	OUT

}
