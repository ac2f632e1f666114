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
	DROP_NEWEST,

	/**
	 * A message with a {@linkplain PreparedMessage#conflatedBy conflation key} takes the
	 * place of one with the same key that still waits, so that the last value of each key
	 * arrives. When the queue is full all the same, and for messages without a key, as
	 * {@link #CLOSE}.
	 */
	CONFLATE,

	/**
	 * The sender waits for room, for {@link ConnectionOptions#blockTimeout() a bounded
	 * time}, and then as {@link #CLOSE}. Nobody waits on an event loop: what is sent
	 * there, for example by a broadcast, meets {@link #CLOSE} at once.
	 */
	BLOCK

}
