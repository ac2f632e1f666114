package io.aerosocket.telemetry;

/**
 * What became of a message that was given up and is for a {@link DeadLetterSink}.
 */
public enum DeadLetterOutcome {

	/** The sink took it. */
	DELIVERED,

	/** The sink threw something. */
	FAILED,

	/** The sink is slow, and too many waited. */
	LOST

}
