package io.aerosocket.internal.connection;

import org.jspecify.annotations.Nullable;

import io.aerosocket.ConnectionHandler;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.Execution;
import io.aerosocket.FragmentHandler;
import io.aerosocket.internal.stream.SourceThreads;
import io.aerosocket.telemetry.EngineCounters;
import io.aerosocket.telemetry.EngineListeners;

/**
 * What all connections of one route share.
 *
 * @param role which end of them this is
 * @param options their limits and habits
 * @param handler their handler, which answers for the thread of its calls
 * @param textLeavesLoop whether texts are handled elsewhere than on the event loop
 * @param binaryLeavesLoop whether binary messages are
 * @param fragments the handler again, if it takes messages in pieces
 * @param sourceThreads where what is sent is read, if that may block
 * @param counters count what is rare
 * @param listeners hear what happens
 */
public record Endpoint(Role role, ConnectionOptions options, ConnectionHandler handler, boolean textLeavesLoop,
		boolean binaryLeavesLoop, @Nullable FragmentHandler fragments, SourceThreads sourceThreads,
		EngineCounters counters, EngineListeners listeners) {

	/**
	 * Creates an endpoint.
	 * @param role which end of its connections this is
	 * @param options the limits and habits of its connections
	 * @param handler their handler
	 * @param sourceThreads where what is sent is read, if that may block
	 * @param counters count what is rare
	 * @param listeners hear what happens
	 * @return the endpoint
	 */
	public static Endpoint of(Role role, ConnectionOptions options, ConnectionHandler handler,
			SourceThreads sourceThreads, EngineCounters counters, EngineListeners listeners) {
		return new Endpoint(role, options, handler,
				handler.execution(ConnectionHandler.Event.TEXT) != Execution.EVENT_LOOP,
				handler.execution(ConnectionHandler.Event.BINARY) != Execution.EVENT_LOOP,
				(handler instanceof FragmentHandler fragments) ? fragments : null, sourceThreads, counters, listeners);
	}

	boolean isClient() {
		return this.role == Role.CLIENT;
	}

	boolean leavesLoop(boolean text) {
		return text ? this.textLeavesLoop : this.binaryLeavesLoop;
	}

	/**
	 * Which end of a connection this is. A client masks what it sends (RFC 6455 section
	 * 5.1) and lets the server close the transport first (section 7.1.1).
	 */
	public enum Role {

		/** The end that accepts connections. */
		SERVER,

		/** The end that opens them. */
		CLIENT

	}

}
