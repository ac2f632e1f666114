package io.aerosocket.spring.boot.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.aerosocket.BroadcastResult;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionIndex;
import io.aerosocket.Connections;
import io.aerosocket.Handshake;
import io.aerosocket.PreparedMessage;
import io.aerosocket.server.AeroServer;

/**
 * The server's connections, for handlers: looks the server up when it is used, since the
 * server needs the handlers before. While the server has not started there are none.
 */
final class LazyConnections implements Connections {

	private final Supplier<? extends @Nullable AeroServer> server;

	private volatile @Nullable AeroServer started;

	/**
	 * Creates the view.
	 * @param server supplies the server, or {@code null} as long as it has not been
	 * created
	 */
	LazyConnections(Supplier<? extends @Nullable AeroServer> server) {
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

	@Override
	public CompletionStage<BroadcastResult> broadcastAndCount(PreparedMessage message,
			Predicate<? super Connection> filter) {
		Connections connections = connections();
		return (connections != null) ? connections.broadcastAndCount(message, filter)
				: CompletableFuture.completedStage(BroadcastResult.none());
	}

	@Override
	public CompletionStage<BroadcastResult> broadcastAndCount(PreparedMessage message,
			Collection<? extends Connection> receivers) {
		Connections connections = connections();
		return (connections != null) ? connections.broadcastAndCount(message, receivers)
				: CompletableFuture.completedStage(BroadcastResult.none());
	}

	@Override
	public <K> ConnectionIndex<K> index(Function<? super Handshake, ? extends @Nullable K> key) {
		return ConnectionIndex.deferred(this::connections, key);
	}

	private @Nullable Connections connections() {
		AeroServer current = this.started;
		if (current == null) {
			current = this.server.get();
			if (current == null || current.address() == null) {
				return null;
			}
			this.started = current;
		}
		return current.connections();
	}

}
