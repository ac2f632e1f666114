package io.aerosocket.spring.boot.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.Connections;
import io.aerosocket.PreparedMessage;
import io.aerosocket.server.AeroServer;

/**
 * The server's connections, for handlers: looks the server up when it is used, since the
 * server needs the handlers before. While the server has not started there are none.
 */
final class LazyConnections implements Connections {

	private final Supplier<AeroServer> server;

	LazyConnections(Supplier<AeroServer> server) {
		this.server = server;
	}

	@Override
	public int count() {
		Connections connections = connections();
		return (connections != null) ? connections.count() : 0;
	}

	@Override
	public Collection<Connection> all() {
		Connections connections = connections();
		return (connections != null) ? connections.all() : List.of();
	}

	@Override
	public @Nullable Connection find(String id) {
		Connections connections = connections();
		return (connections != null) ? connections.find(id) : null;
	}

	@Override
	public void broadcast(PreparedMessage message, Predicate<? super Connection> filter) {
		Connections connections = connections();
		if (connections != null) {
			connections.broadcast(message, filter);
		}
	}

	private @Nullable Connections connections() {
		AeroServer current = this.server.get();
		return (current.address() != null) ? current.connections() : null;
	}

}
