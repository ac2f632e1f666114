package io.aerosocket.telemetry;

import java.time.Duration;
import java.util.List;

/**
 * An event loop that does not come back from what it does, so that all its connections
 * wait.
 *
 * @param thread the name of its thread
 * @param blocked for how long it has not come back by now
 * @param stack what it is doing, the innermost call first
 */
public record BlockedLoop(String thread, Duration blocked, List<StackTraceElement> stack) {

	public BlockedLoop {
		stack = List.copyOf(stack);
	}

}
