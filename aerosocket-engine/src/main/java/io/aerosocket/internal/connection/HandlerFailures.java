package io.aerosocket.internal.connection;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.FailurePolicy;
import io.aerosocket.ProtocolViolationException;
import io.aerosocket.telemetry.LoggingContext;

/**
 * Applies the failure policy to an error that a handler did not handle.
 */
final class HandlerFailures {

	private static final Logger logger = LoggerFactory.getLogger(WebSocketConnection.class);

	private HandlerFailures() {
	}

	/**
	 * Tells who listens, logs, and closes the connection, as the policy says.
	 * @param connection the connection
	 * @param error what its handler threw, or its stage ended with
	 */
	static void handle(WebSocketConnection connection, Throwable error) {
		Endpoint endpoint = connection.endpoint();
		endpoint.counters().handlerFailed();
		Throwable cause = unwrap(error);
		endpoint.listeners().failed(connection, cause);
		CloseReason reason = apply(connection, endpoint.options(), cause);
		if (reason != null) {
			connection.beginClosing(reason);
		}
	}

	/**
	 * Finds what was thrown behind what a stage wraps around it.
	 * @param error the error of a stage
	 * @return its cause
	 */
	private static Throwable unwrap(Throwable error) {
		Throwable current = error;
		while ((current instanceof CompletionException || current instanceof ExecutionException)
				&& current.getCause() != null) {
			current = current.getCause();
		}
		return current;
	}

	// With the connection's fields, like the lines of the handler itself.
	private static void logFailure(WebSocketConnection connection, Throwable error) {
		Object previous = LoggingContext.enter(connection);
		try {
			logger.error("The handler of {} failed", connection, error);
		}
		finally {
			LoggingContext.leave(previous);
		}
	}

	/**
	 * Logs as the policy says.
	 * @param connection the connection
	 * @param options the policy
	 * @param error the error
	 * @return why to close the connection, or {@code null} to go on
	 */
	private static @Nullable CloseReason apply(WebSocketConnection connection, ConnectionOptions options,
			Throwable error) {
		FailurePolicy policy = options.failurePolicy();
		boolean violation = error instanceof ProtocolViolationException;
		if (violation) {
			// The peer's fault: it must not be able to fill our log.
			logger.debug("{}: {}", connection, error.getMessage());
		}
		else if (policy != FailurePolicy.CLOSE) {
			logFailure(connection, error);
		}
		if (error instanceof ProtocolViolationException ex) {
			return new CloseReason(ex.closeCode(), String.valueOf(ex.getMessage()), false);
		}
		if (policy == FailurePolicy.LOG) {
			return null;
		}
		return new CloseReason(CloseCode.INTERNAL_ERROR, options.detailedErrors() ? error.toString() : "", false);
	}

}
