package io.aerosocket.telemetry;

/**
 * Why a message was given up: one to a peer, unless it says otherwise.
 */
public enum DropReason {

	/** The peer reads too slowly: it was the oldest in a full queue. */
	OLDEST,

	/** The peer reads too slowly: it was new to a full queue. */
	NEWEST,

	/** A newer message with the same conflation key took its place in the queue. */
	CONFLATED,

	/** It waited in one of the largest queues when all together were too large. */
	SHED,

	/** It waited in the queue when the connection was closed or lost. */
	CLOSED,

	/** It came from a peer that sends more than its rate allows. */
	RATE_LIMITED,

	/** It came from a peer and waited for its handler when there was no memory for it. */
	UNHANDLED

}
