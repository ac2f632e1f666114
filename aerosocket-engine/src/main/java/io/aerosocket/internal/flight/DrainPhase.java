package io.aerosocket.internal.flight;

/**
 * How far a server that stops has come.
 */
public enum DrainPhase {

	/** It has begun. */
	BEGAN,

	/** A batch of connections was told to go. */
	BATCH,

	/** Nothing new; reported now and then. */
	CONTINUES,

	/** It was asked again, to hurry. */
	HURRIED,

	/** No connection is left. */
	ENDED

}
