package io.aerosocket;

/**
 * Where a handler's calls run. Whichever it is, one connection's calls come one at a time
 * and in order.
 */
public enum Execution {

	/** On the connection's event loop; the call must not block. */
	EVENT_LOOP,

	/** On the server's bounded pool of worker threads; the call may block. */
	WORKER,

	/** On a virtual thread of its own, Java 21 and later; the call may block. */
	VIRTUAL_THREAD

}
