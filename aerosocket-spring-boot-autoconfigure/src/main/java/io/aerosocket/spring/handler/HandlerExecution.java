package io.aerosocket.spring.handler;

import io.aerosocket.Execution;

/**
 * Where a handler's methods run. One connection's calls come one at a time and in order,
 * whichever it is.
 */
public enum HandlerExecution {

	/**
	 * As the class says; where that says nothing, as the application's default says;
	 * where that says nothing either, inferred: the event loop for a method that returns
	 * a {@link java.util.concurrent.CompletionStage} or a reactive type, otherwise a
	 * virtual thread if the application uses them, else a worker.
	 */
	AUTO,

	/** On the connection's event loop; the method must not block. */
	EVENT_LOOP,

	/** On the server's bounded pool of worker threads; the method may block. */
	WORKER,

	/** On a virtual thread, Java 21 and later; the method may block. */
	VIRTUAL_THREAD;

	Execution toExecution() {
		return switch (this) {
			case EVENT_LOOP -> Execution.EVENT_LOOP;
			case WORKER -> Execution.WORKER;
			case VIRTUAL_THREAD -> Execution.VIRTUAL_THREAD;
			case AUTO -> throw new IllegalStateException("execution: AUTO (expected: an inferred one)");
		};
	}

}
