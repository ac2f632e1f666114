package io.aerosocket.internal.connection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.aerosocket.Connection;

/**
 * Whom a message is for, by the event loop that they live on.
 *
 * @param byGroup those of one registry
 * @param others those of somebody else
 */
record Receivers(Map<ConnectionGroup, List<WebSocketConnection>> byGroup, List<Connection> others) {

	/**
	 * Sorts connections.
	 * @param registry whose they are expected to be
	 * @param connections the connections
	 * @return the same, sorted
	 */
	static Receivers of(ConnectionRegistry registry, Collection<? extends Connection> connections) {
		Receivers receivers = new Receivers(new IdentityHashMap<>(), new ArrayList<>(0));
		for (Connection connection : connections) {
			if (connection instanceof WebSocketConnection own && registry.has(own.group())) {
				receivers.byGroup.computeIfAbsent(own.group(), (group) -> new ArrayList<>()).add(own);
			}
			else {
				receivers.others.add(connection);
			}
		}
		return receivers;
	}

}
