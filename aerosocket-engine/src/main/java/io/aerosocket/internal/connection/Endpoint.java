package io.aerosocket.internal.connection;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.FragmentHandler;
import io.aerosocket.internal.message.ReceivedMessage;
import io.aerosocket.internal.stream.SourceThreads;
import io.aerosocket.telemetry.EngineCounters;
import io.aerosocket.telemetry.EngineListeners;
import io.aerosocket.telemetry.TimingListener;

/**
 * What all connections of one route share.
 *
 * @param role which end of them this is
 * @param current their limits and habits
 * @param handler their handler, which answers for the thread of its calls but for those
 * with messages
 * @param textThreads where texts are handled, or {@code null} on the event loop
 * @param binaryThreads where binary messages are, or {@code null} on the event loop
 * @param longestTurnNanos how long those threads handle one connection's messages before
 * others have their turn
 * @param fragments the handler again, if it takes messages in pieces
 * @param sourceThreads where what is sent is read, if that may block
 * @param counters count what is rare
 * @param listeners hear what happens
 */
public record Endpoint(Role role, CurrentOptions current, ConnectionHandler handler, @Nullable Executor textThreads,
		@Nullable Executor binaryThreads, long longestTurnNanos, @Nullable FragmentHandler fragments,
		SourceThreads sourceThreads, EngineCounters counters, EngineListeners listeners) {

	/** Long beside a change of threads, and short for whoever waits. */
	private static final Duration LONGEST_TURN = Duration.ofMillis(1);

	/**
	 * Creates an endpoint whose messages are handled on the event loop.
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
		return of(role, new CurrentOptions(options), handler, sourceThreads, counters, listeners);
	}

	/**
	 * Creates an endpoint whose messages are handled on the event loop and whose options
	 * may be replaced.
	 * @param role which end of its connections this is
	 * @param current the limits and habits of its connections
	 * @param handler their handler
	 * @param sourceThreads where what is sent is read, if that may block
	 * @param counters count what is rare
	 * @param listeners hear what happens
	 * @return the endpoint
	 */
	public static Endpoint of(Role role, CurrentOptions current, ConnectionHandler handler, SourceThreads sourceThreads,
			EngineCounters counters, EngineListeners listeners) {
		return new Endpoint(role, current, handler, null, null, 0,
				(handler instanceof FragmentHandler fragments) ? fragments : null, sourceThreads, counters, listeners);
	}

	/**
	 * Returns the same endpoint with other threads for its messages.
	 * @param texts where texts are handled, or {@code null} for the event loop
	 * @param binaries where binary messages are, or {@code null} for the event loop
	 * @return the endpoint
	 */
	public Endpoint handlingOn(@Nullable Executor texts, @Nullable Executor binaries) {
		return handlingOn(texts, binaries, LONGEST_TURN);
	}

	Endpoint handlingOn(@Nullable Executor texts, @Nullable Executor binaries, Duration longestTurn) {
		return new Endpoint(this.role, this.current, this.handler, texts, binaries, longestTurn.toNanos(),
				this.fragments, this.sourceThreads, this.counters, this.listeners);
	}

	/**
	 * Returns the limits and habits of its connections. They may have been replaced when
	 * this is called again.
	 * @return those that hold now
	 */
	public ConnectionOptions options() {
		return this.current.get();
	}

	boolean isClient() {
		return this.role == Role.CLIENT;
	}

	/**
	 * Returns where a message is handled.
	 * @param text whether it is a text
	 * @return other threads, or {@code null} for the event loop
	 */
	@Nullable Executor threads(boolean text) {
		return text ? this.textThreads : this.binaryThreads;
	}

	/**
	 * Calls the handler with a message, on this thread.
	 * @param connection the connection it came from
	 * @param message the message, or a piece of one
	 * @return a stage to wait for, or {@code null}
	 */
	@Nullable CompletionStage<?> handle(Connection connection, ReceivedMessage message) {
		FragmentHandler pieces = this.fragments;
		return (pieces != null) ? pieces.onFragment(connection, message.asFragment())
				: this.handler.onMessage(connection, message.asMessage());
	}

	/**
	 * Tells how long a message waited for its handler. Takes what is told of the message
	 * and not the message, which would have to be an object for it.
	 * @param connection the connection it came from
	 * @param bytes the size of the message
	 * @param nanos how long it waited
	 */
	void tellWait(Connection connection, int bytes, long nanos) {
		TimingListener timing = this.listeners.timing();
		if (timing != null) {
			timing.received(connection, bytes, nanos);
		}
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
