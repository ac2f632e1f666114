package io.aerosocket;

import java.util.Collection;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The open connections by a key of the application's, such as the name of their user:
 * finds those with a key without looking at the others. Kept up to date as connections
 * come and go; safe for any thread. Costs about 100 bytes of heap for each connection
 * that has a key, and as much for each key.
 *
 * @param <K> the type of the keys
 */
public interface ConnectionIndex<K> {

	/**
	 * Finds the connections with a key.
	 * @param key the key
	 * @return those that are open at this moment, in no particular order; a copy, which
	 * does not change
	 */
	Collection<Connection> find(K key);

	/**
	 * Counts the connections with a key.
	 * @param key the key
	 * @return how many there are at this moment
	 */
	int count(K key);

	/**
	 * Creates an index of connections that may come later.
	 * @param <K> the type of the keys
	 * @param connections the connections; as long as it supplies {@code null}, nothing is
	 * found
	 * @param key as in {@link Connections#index}
	 * @return the index
	 */
	static <K> ConnectionIndex<K> deferred(Supplier<? extends @Nullable Connections> connections,
			Function<? super Handshake, ? extends @Nullable K> key) {
		return new DeferredIndex<>(connections, key);
	}

}
