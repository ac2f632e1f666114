package io.aerosocket.internal.connection;

import java.util.Arrays;

/**
 * The indexes of a registry, of which there are none unless an application asks for one.
 * Safe for any thread.
 */
final class ConnectionIndexes {

	private static final KeyedConnections<?>[] NONE = {};

	private volatile KeyedConnections<?>[] all = NONE;

	synchronized void add(KeyedConnections<?> index) {
		KeyedConnections<?>[] more = Arrays.copyOf(this.all, this.all.length + 1);
		more[more.length - 1] = index;
		this.all = more;
	}

	void add(WebSocketConnection connection) {
		for (KeyedConnections<?> index : this.all) {
			index.add(connection);
		}
	}

	void remove(WebSocketConnection connection) {
		for (KeyedConnections<?> index : this.all) {
			index.remove(connection);
		}
	}

}
