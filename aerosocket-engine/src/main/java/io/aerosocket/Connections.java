package io.aerosocket;

import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
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

	/**
	 * Sends a message as {@link #broadcast} does, and counts what became of it.
	 * @param message the message
	 * @param filter asked on the connection's event loop, so it must not block
	 * @return a stage that completes on an event loop, as soon as each of them has done
	 * its part; fails with what the filter threw
	 */
	CompletionStage<BroadcastResult> broadcastAndCount(PreparedMessage message, Predicate<? super Connection> filter);

	/**
	 * Sends a message to connections that are known already, at the cost of one task for
	 * each event loop that any of them lives on, and counts what became of it.
	 * @param message the message
	 * @param receivers whom to send it to
	 * @return a stage that completes on an event loop, as soon as each of them has done
	 * its part
	 */
	CompletionStage<BroadcastResult> broadcastAndCount(PreparedMessage message,
			Collection<? extends Connection> receivers);

	/**
	 * Creates an index of the open connections, and of all that will be opened. It lasts
	 * as long as the server, so create it once and keep it.
	 * @param <K> the type of the keys, which have {@code equals} and {@code hashCode}
	 * @param key tells a connection's key, or {@code null} for one that is not to be
	 * found; asked once for each, mostly on its event loop and before its handler, so it
	 * must not block
	 * @return the index
	 */
	<K> ConnectionIndex<K> index(Function<? super Handshake, ? extends @Nullable K> key);

}
