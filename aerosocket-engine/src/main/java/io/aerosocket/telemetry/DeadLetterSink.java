package io.aerosocket.telemetry;

/**
 * Takes messages that were given up, for example to keep them or to look into them.
 */
@FunctionalInterface
public interface DeadLetterSink {

	/**
	 * Takes a message. Called on a thread of its own, for one message after the other; a
	 * bounded number waits for that, and what comes beyond is lost and counted. What it
	 * throws is logged and otherwise ignored.
	 * @param letter the message, whose payload is readable during this call only
	 */
	void accept(DeadLetter letter);

}
