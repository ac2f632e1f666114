package io.aerosocket.spring.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which property to change when the server's port is taken.
 */
final class ServerPortInUseFailureAnalyzer extends AbstractFailureAnalyzer<ServerPortInUseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ServerPortInUseException cause) {
		return new FailureAnalysis(
				"The AeroSocket server failed to start. Port " + cause.port() + " was already in use.",
				"Identify and stop the process that's listening on port " + cause.port()
						+ ", or set aerosocket.server.port to another one; 0 takes any free port.",
				cause);
	}

}
