package io.aerosocket;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * An index that is built when it is used for the first time and there are connections.
 *
 * @param <K> the type of the keys
 */
final class DeferredIndex<K> implements ConnectionIndex<K> {

	private final Supplier<? extends @Nullable Connections> connections;

	private final Function<? super Handshake, ? extends @Nullable K> key;

	private volatile @Nullable ConnectionIndex<K> index;

	DeferredIndex(Supplier<? extends @Nullable Connections> connections,
			Function<? super Handshake, ? extends @Nullable K> key) {
		this.connections = connections;
		this.key = key;
	}

	@Override
	public Collection<Connection> find(K key) {
		ConnectionIndex<K> current = index();
		return (current != null) ? current.find(key) : List.of();
	}

	@Override
	public int count(K key) {
		ConnectionIndex<K> current = index();
		return (current != null) ? current.count(key) : 0;
	}

	private @Nullable ConnectionIndex<K> index() {
		ConnectionIndex<K> current = this.index;
		return (current != null) ? current : build();
	}

	private synchronized @Nullable ConnectionIndex<K> build() {
		if (this.index == null) {
			Connections existing = this.connections.get();
			if (existing != null) {
				this.index = existing.index(this.key);
			}
		}
		return this.index;
	}

}
