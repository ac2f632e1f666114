package io.aerosocket;

/**
 * What happens to a peer that reads more slowly than it is sent to, once its queue is
 * full. Control frames are never affected.
 */
public enum SlowConsumerPolicy {

	/** Close the connection with 1013; what waits in the queue is given up. */
	CLOSE,

	/** Give up the oldest waiting messages to make room for the new one. */
	DROP_OLDEST,

	/** Give up the new message. */
	DROP_NEWEST

}
