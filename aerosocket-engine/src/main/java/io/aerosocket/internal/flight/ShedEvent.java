package io.aerosocket.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;

/**
 * Something of a connection that was given up for want of memory.
 */
@Name("io.aerosocket.Shed")
@Label("WebSocket Memory Shed")
@Category("AeroSocket")
@Description("What was kept for a connection was given up, because all together were over their budget")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // the recorder reads the fields
final class ShedEvent extends Event {

	@Label("Connection")
	private @Nullable String connection;

	@Label("Path Pattern")
	private @Nullable String path;

	@Label("Peer")
	private @Nullable String peer;

	@Label("Direction")
	@Description("OUT for what waited to be written, IN for a message that had begun to arrive")
	private @Nullable String direction;

	@Label("Given Up")
	@DataAmount
	private long bytes;

	@Label("Used")
	@Description("What was kept for all connections")
	@DataAmount
	private long used;

	@Label("Budget")
	@Description("What may be kept for all connections")
	@DataAmount
	private long budget;

	static void record(Connection connection, ShedDirection direction, long bytes, long used, long budget) {
		ShedEvent event = new ShedEvent();
		if (event.shouldCommit()) {
			event.connection = connection.id();
			event.path = connection.handshake().pathPattern();
			event.peer = String.valueOf(connection.remoteAddress());
			event.direction = direction.name();
			event.bytes = bytes;
			event.used = used;
			event.budget = budget;
			event.commit();
		}
	}

}
