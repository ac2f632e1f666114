package io.aerosocket.telemetry;

/**
 * Why a message to a peer was given up.
 */
public enum DropReason {

	/** The peer reads too slowly: it was the oldest in a full queue. */
	OLDEST,

	/** The peer reads too slowly: it was new to a full queue. */
	NEWEST,

	/** It waited in the queue when the connection was closed or lost. */
	CLOSED

}
