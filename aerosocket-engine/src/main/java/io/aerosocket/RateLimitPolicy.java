package io.aerosocket;

/**
 * What happens to what a peer sends beyond its rate.
 */
public enum RateLimitPolicy {

	/** Close the connection with 1008; with 1013 if all together sent too much. */
	CLOSE,

	/** Give the message up; the connection goes on. */
	DROP,

	/**
	 * Take the message, and read no more from that peer until its rate allows it, so that
	 * it has to wait.
	 */
	DELAY

}
