package io.aerosocket.spring.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which property to change when the server cannot listen where it was told to.
 */
final class ServerBindFailureAnalyzer extends AbstractFailureAnalyzer<ServerBindException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ServerBindException cause) {
		return new FailureAnalysis("The AeroSocket server failed to start. " + description(cause), action(cause),
				cause);
	}

	private static String description(ServerBindException cause) {
		return switch (cause.reason()) {
			case IN_USE -> "Port " + cause.port() + " was already in use.";
			case NOT_LOCAL -> "This machine has no address " + cause.address() + ".";
			case NOT_PERMITTED -> "The operating system does not allow it to listen on port " + cause.port() + ".";
			case OTHER -> cause.getMessage() + ".";
		};
	}

	private static String action(ServerBindException cause) {
		return switch (cause.reason()) {
			case IN_USE -> "Identify and stop the process that's listening on port " + cause.port()
					+ ", or set aerosocket.server.port to another one; 0 takes any free port.";
			case NOT_LOCAL -> "Set aerosocket.server.address to an address of this machine, or remove it.";
			case NOT_PERMITTED -> "Set aerosocket.server.port to 1024 or more, or allow the process to use lower ones.";
			case OTHER -> "Change aerosocket.server.address or aerosocket.server.port.";
		};
	}

}
