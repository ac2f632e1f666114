package io.aerosocket;

import java.util.Collection;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The open connections of a server. Safe for any thread.
 */
public interface Connections {

	/**
	 * Returns how many connections are open.
	 * @return the number
	 */
	int count();

	/**
	 * Returns the open connections at this moment, in no particular order.
	 * @return a copy, which does not change
	 */
	Collection<Connection> all();

	/**
	 * Finds a connection.
	 * @param id the connection's id
	 * @return the connection, or {@code null} when none with that id is open
	 */
	@Nullable Connection find(String id);

	/**
	 * Sends a message to every open connection that the filter accepts. The message is
	 * encoded once, and costs one task for each event loop. Returns at once; a slow
	 * consumer meets its route's policy and holds up nobody. Broadcasts of one thread
	 * arrive in their order, but may be overtaken by what it sends to a single
	 * connection.
	 * @param message the message
	 * @param filter asked on the connection's event loop, so it must not block
	 */
	void broadcast(PreparedMessage message, Predicate<? super Connection> filter);

}
