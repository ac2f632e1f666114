package io.aerosocket.spring.boot.autoconfigure.audit;

/**
 * Takes security events. Called on one thread, one at a time, and may block it.
 */
@FunctionalInterface
public interface SecurityEventSink {

	/**
	 * Takes an event.
	 * @param event the event
	 */
	void accept(SecurityEvent event);

}
