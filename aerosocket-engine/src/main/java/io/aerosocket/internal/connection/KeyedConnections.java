package io.aerosocket.internal.connection;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionIndex;
import io.aerosocket.Handshake;

/**
 * Open connections by an application's key. Adding and removing one connection exclude
 * each other, so that one that ends while it is added is not left behind.
 *
 * @param <K> the type of the keys
 */
final class KeyedConnections<K> implements ConnectionIndex<K> {

	private static final Logger logger = LoggerFactory.getLogger(WebSocketConnection.class);

	private final ConcurrentMap<K, Set<WebSocketConnection>> byKey = new ConcurrentHashMap<>();

	// Kept, because a key may be made of what changes.
	private final ConcurrentMap<WebSocketConnection, K> keys = new ConcurrentHashMap<>();

	private final Function<? super Handshake, ? extends @Nullable K> key;

	KeyedConnections(Function<? super Handshake, ? extends @Nullable K> key) {
		this.key = key;
	}

	@Override
	public Collection<Connection> find(K key) {
		Set<WebSocketConnection> found = this.byKey.get(key);
		return (found != null) ? List.copyOf(found) : List.of();
	}

	@Override
	public int count(K key) {
		Set<WebSocketConnection> found = this.byKey.get(key);
		return (found != null) ? found.size() : 0;
	}

	void add(WebSocketConnection connection) {
		K asked = ask(connection);
		if (asked == null) {
			return;
		}
		this.keys.computeIfAbsent(connection, (added) -> {
			this.byKey.compute(asked, (same, members) -> {
				Set<WebSocketConnection> grown = (members != null) ? members : ConcurrentHashMap.newKeySet(1);
				grown.add(added);
				return grown;
			});
			return asked;
		});
		if (!connection.isOpen()) {
			remove(connection);
		}
	}

	void remove(WebSocketConnection connection) {
		this.keys.computeIfPresent(connection, (removed, known) -> {
			this.byKey.computeIfPresent(known, (same, members) -> {
				members.remove(removed);
				return members.isEmpty() ? null : members;
			});
			return null;
		});
	}

	private @Nullable K ask(WebSocketConnection connection) {
		try {
			return this.key.apply(connection.handshake());
		}
		catch (RuntimeException ex) {
			// The connection is none the worse for it.
			logger.error("An index found no key for {}", connection.handshake().path(), ex);
			return null;
		}
	}

}
