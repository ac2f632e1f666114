package io.aerosocket.internal.flight;

import java.util.concurrent.CompletionException;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;

/**
 * A call of a handler that took longer than the threshold of the recording.
 */
@Name("io.aerosocket.SlowHandler")
@Label("Slow WebSocket Handler")
@Category("AeroSocket")
@Description("A call of a handler that took long, the stage that it returned included")
@StackTrace(false)
@Threshold("20 ms")
@SuppressWarnings("UnusedVariable") // the recorder reads the fields
final class SlowHandlerEvent extends Event implements RecordedCall {

	private static final SlowHandlerEvent PROBE = new SlowHandlerEvent();

	@Label("Handler")
	private @Nullable String handler;

	@Label("Path Pattern")
	private @Nullable String path;

	@Label("Connection")
	private @Nullable String connection;

	@Label("Message Size")
	@Description("The size of the message; -1 for the beginning and the end of a connection")
	@DataAmount
	private long bytes;

	@Label("Failure")
	@Description("The class of what the call failed with and nothing handled")
	private @Nullable String failure;

	static @Nullable RecordedCall begun() {
		if (!PROBE.isEnabled()) {
			return null;
		}
		SlowHandlerEvent event = new SlowHandlerEvent();
		event.begin();
		return event;
	}

	@Override
	public void ended(Connection whose, ConnectionHandler called, int size, @Nullable Throwable error) {
		end();
		if (shouldCommit()) {
			this.handler = called.toString();
			this.path = whose.handshake().pathPattern();
			this.connection = whose.id();
			this.bytes = size;
			this.failure = (error != null) ? cause(error).getClass().getName() : null;
			commit();
		}
	}

	private static Throwable cause(Throwable error) {
		return (error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error;
	}

}
